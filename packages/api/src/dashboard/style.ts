import { createHash } from "node:crypto";

/** Everything that the pages look like. Inline, so that a page is one request and needs nothing foreign. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ground: #f4f5f7; --ink: #1b1f24; --soft: #59636e; --line: #d5dae0; --link: #0757b5;
  --red: #b3191f; --orange: #9a4a00; --yellow: #7a5b00; --blue: #0757b5; --green: #176b34; --violet: #6b3fa0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171b21; --ground: #0d1014; --ink: #e7ebf0; --soft: #9ba6b2; --line: #323a44; --link: #79b6ff;
    --red: #ff8b85; --orange: #ffa95c; --yellow: #e6c34a; --blue: #79b6ff; --green: #6fd08c; --violet: #c9a2ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 72rem; margin: 0 auto; padding: 0.75rem 1rem; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: center; }
header strong { font-size: 1.1rem; }
header form { margin-left: auto; }
a { color: var(--link); }
a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
h1 { font-size: 1.4rem; margin: 0.5rem 0; }
h2 { font-size: 1.1rem; margin: 0 0 0.5rem; }
h1, h2, p, td, dd, li { overflow-wrap: anywhere; unicode-bidi: plaintext; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 0.5rem; padding: 1rem; margin: 0 0 1rem; }
.words { white-space: pre-wrap; margin: 0 0 0.75rem; }
.soft { color: var(--soft); }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 0.6rem; font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
.critical, .failed, .error { color: var(--red); }
.high, .escalated { color: var(--orange); }
.medium, .acknowledged, .pending { color: var(--yellow); }
.low, .open { color: var(--blue); }
.resolved, .sent, .ok { color: var(--green); }
.mark { color: var(--violet); }
.notice { border-left: 0.3rem solid currentColor; padding: 0.4rem 0.75rem; margin: 0 0 1rem; background: var(--ground); }
.notice span { color: var(--ink); }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem; padding: 0; margin: 0 0 1rem; }
.counts a { display: block; background: var(--paper); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.4rem 0.9rem; text-decoration: none; }
.counts b { font-size: 1.25rem; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.5rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 600; font-size: 0.9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
ol.timeline { list-style: none; margin: 0; padding: 0; }
ol.timeline li { border-left: 0.2rem solid var(--line); padding: 0 0 0.75rem 0.75rem; }
label, legend { display: block; font-weight: 600; font-size: 0.9rem; }
label.choice { display: inline-flex; gap: 0.35rem; align-items: center; font-weight: 400; margin: 0 1rem 0.25rem 0; }
fieldset { border: 0; margin: 0 0 0.75rem; padding: 0; min-width: 0; }
.fields { display: grid; gap: 0.75rem 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); margin: 0 0 0.75rem; }
input, select, textarea, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 0.35rem; padding: 0.35rem 0.6rem; max-width: 100%; }
input:not([type=checkbox]), textarea, .fields select { width: 100%; }
.row input:not([type=checkbox]) { width: auto; }
button { cursor: pointer; font-weight: 600; background: var(--ground); min-height: 2.5rem; }
button.main { background: var(--link); border-color: var(--link); color: var(--paper); }
:focus-visible { outline: 0.2rem solid var(--link); outline-offset: 0.1rem; }
@media (max-width: 45rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; border-top: 1px solid var(--line); padding: 0.5rem 0; }
  td { display: block; border: 0; padding: 0.1rem 0; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
  dl { grid-template-columns: 1fr; }
  dd { margin: 0 0 0.4rem; }
  header form { margin-left: 0; }
}
`;

const styleHash = createHash("sha256").update(style).digest("base64");

/** No script at all, one style element that is known to the letter, and forms that post nowhere else (LC-63). */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");
