/** What few requests need brings a parser each: loaded when it is first asked for, and by no cold start. */

/** Markdown as HTML (PX-46). */
export async function markdownRenderer(): Promise<(text: string) => string> {
  return (await import("./markdown.ts")).renderMarkdown;
}

/** Triggers as YAML, and back (PX-66). */
export function triggerYaml(): Promise<typeof import("./trigger-yaml.ts")> {
  return import("./trigger-yaml.ts");
}
