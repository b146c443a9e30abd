import { escapeUri } from "@smithy/core/protocols";

/** What could end the quoted name, begin an escape, or is no printable ASCII. */
const unsafeInQuotes = /[^\x20-\x7e]|["\\%]/gu;

/**
 * Makes a browser save the file under its name (RFC 6266): in ASCII for who knows no better, and in full, percent-encoded
 * (RFC 5987), so that no name can add a header or a parameter.
 */
export function attachmentDisposition(fileName: string): string {
  const name = fileName.toWellFormed();
  return `attachment; filename="${name.replace(unsafeInQuotes, "_")}"; filename*=UTF-8''${escapeUri(name)}`;
}
