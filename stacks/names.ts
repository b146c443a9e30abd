/** `jobs` and `OPENAI_API_KEY` as logical names have them: `Jobs`, `OpenaiApiKey`. */
export function pascal(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)(\w)/g, (_, first: string) => first.toUpperCase());
}
