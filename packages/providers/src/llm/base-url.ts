/** Operators name a host with or without the path of its API (`https://api.openai.com`, `http://127.0.0.1:1234/v1`). */
export function apiUrl(baseUrl: string, path: string): string {
  const plain = baseUrl.replace(/\/+$/, "");
  return new URL(plain).pathname === "/" ? `${plain}${path}` : plain;
}
