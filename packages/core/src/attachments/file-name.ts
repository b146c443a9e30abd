/** What common file systems take. */
const maxNameBytes = 255;
/** A longer ending is no file type but a part of the name. */
const maxExtensionBytes = 32;
const nameless = "attachment";

/** Control characters, line separators, and the marks that turn the direction of text: `gpj.exe` reads as `exe.jpg`. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * The name that a file is saved under: its last path part, printable, at most 255 bytes of UTF-8 with the extension
 * kept, and never empty (PX-47).
 */
export function cleanFileName(name: string): string {
  const printable = name.toWellFormed().replace(unprintable, "").normalize("NFC");
  const lastPart = printable.slice(Math.max(printable.lastIndexOf("/"), printable.lastIndexOf("\\")) + 1);
  return withoutTail(shorten(withoutTail(lastPart.trim()))) || nameless;
}

/** Windows drops blanks and dots at the end of a name; `.` and `..` are folders everywhere. */
function withoutTail(name: string): string {
  return name.replace(/[\s.]+$/u, "");
}

function shorten(name: string): string {
  const ending = /\.[^.]*$/u.exec(name)?.[0] ?? "";
  const extension = byteLength(ending) <= maxExtensionBytes ? ending : "";
  const stem = name.slice(0, name.length - extension.length);
  return firstBytes(stem, maxNameBytes - byteLength(extension)) + extension;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** As many whole characters as fit. */
function firstBytes(text: string, limit: number): string {
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(limit)).read);
}
