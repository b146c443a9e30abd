import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** Markup whose every inserted text is escaped (K9): what this page shows comes from logs, models and strangers. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
export { html };

/** An attribute without a value, where it is to be there. The name is ours, never a caller's. */
export function flag(name: "checked" | "disabled" | "required" | "selected", isSet: boolean): Html | "" {
  return isSet ? raw(` ${name}`) : "";
}

/** A link out of the product where the address is one of the web, else its text: `javascript:` never becomes a link. */
export function outgoingLink(address: string, text: string): Html | string {
  if (!isWebAddress(address)) return text;
  return html`<a href="${address}" rel="noopener noreferrer">${text}</a>`;
}

function isWebAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && ["http:", "https:"].includes(url.protocol);
}

/** An instant, to the second, as people read it. */
export function instant(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 19).replace("T", " ")} UTC</time>`;
}

const units = [
  { seconds: 86_400, name: "d" },
  { seconds: 3_600, name: "h" },
  { seconds: 60, name: "min" },
] as const;

/** How long ago something was: `3 h`. */
export function age(at: string, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - Date.parse(at)) / 1_000);
  const unit = units.find((one) => seconds >= one.seconds);
  return unit ? `${Math.floor(seconds / unit.seconds)} ${unit.name}` : "now";
}
