/** A token holds at least so many ASCII characters. */
const asciiPerToken = 3;

/** Of other scripts a token holds two thirds of a character, so one counts as so many of ASCII. */
const otherSize = 4.5;

/** How much of a model's context a text takes, in ASCII characters (D13). Never too little: vendors count differently. */
export function sizeOf(text: string): number {
  let others = 0;
  for (let at = 0; at < text.length; at += 1) others += isAscii(text, at) ? 0 : 1;
  return text.length + others * (otherSize - 1);
}

/** The size that so many tokens hold for certain. */
export function sizeOfTokens(tokens: number): number {
  return tokens * asciiPerToken;
}

/** The most tokens that something of this size takes. */
export function tokensOf(size: number): number {
  return Math.ceil(size / asciiPerToken);
}

/** Measures any part of a text, each in the same short time. */
export function createRuler(text: string): (start: number, end: number) => number {
  const others = new Uint32Array(text.length + 1);
  for (let at = 0; at < text.length; at += 1) others[at + 1] = (others[at] ?? 0) + (isAscii(text, at) ? 0 : 1);
  const until = (at: number): number => others[Math.max(0, Math.min(at, text.length))] ?? 0;
  return (start, end) => end - start + (until(end) - until(start)) * (otherSize - 1);
}

/** The most characters, of whatever script, that surely fit: the rarest are two UTF-16 units. */
export function charactersIn(size: number): number {
  return Math.max(1, Math.floor(size / (2 * otherSize)));
}

function isAscii(text: string, at: number): boolean {
  return text.charCodeAt(at) < 128;
}
