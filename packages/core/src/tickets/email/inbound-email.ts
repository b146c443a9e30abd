import * as z from "zod";
import { normalizeAddress } from "./address.ts";
import { htmlToText } from "./html-to-text.ts";

/** The longest line that RFC 5322 allows; an id is part of one. */
const maximumIdLength = 998;
/** EventBridge carries 256 KB; a mail that is larger reaches us cut. */
const maximumBodyLength = 262_144;

/** One line: whatever could end a header line becomes a blank, so that nobody writes headers into our answers. */
function line(maximum: number) {
  return z
    .string()
    .max(maximum)
    .transform((text) =>
      text
        .toWellFormed()
        .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
        .trim(),
    );
}

/** A message id without its angle brackets, so that the same id is the same text everywhere. */
const MessageId = line(maximumIdLength)
  .transform((id) => id.replace(/^</, "").replace(/>$/, ""))
  .pipe(z.string().regex(/^[^\s<>]+$/, "must be a message id"));

/** Ids of other mails only help threading: one that is none is dropped and refuses no mail. */
const References = z
  .array(z.string())
  .max(1_000)
  .transform((ids) => ids.flatMap((id) => MessageId.safeParse(id).data ?? []));

/** Bounces come from nobody, so an address may be empty: `loopReason` answers for those. */
const Address = z
  .string()
  .max(400)
  .transform(normalizeAddress)
  .pipe(
    z
      .string()
      .max(320)
      .regex(/^\P{Cc}*$/u, "must hold no control characters"),
  );

const headerCount = 200;
const Headers = z
  .record(z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/), line(16_384))
  .refine((headers) => Object.keys(headers).length <= headerCount, `must have at most ${headerCount} headers`)
  .transform((headers) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  );

const Body = z
  .string()
  .max(maximumBodyLength)
  .transform((text) => text.toWellFormed().replaceAll("\0", ""));

/** A mail as the event of its arrival brings it (PX-65). Strangers wrote every field. */
export const InboundEmail = z.object({
  messageId: MessageId,
  from: z.object({ address: Address, name: line(1_000).nullish() }),
  to: z.array(Address).max(100),
  subject: line(10_000).default(""),
  text: Body.nullish(),
  html: Body.nullish(),
  inReplyTo: MessageId.nullish().catch(null),
  references: References.default([]),
  headers: Headers.default({}),
  receivedAt: z.iso.datetime({ offset: true }).nullish(),
});
export type InboundEmail = z.infer<typeof InboundEmail>;

/** What the mail says. HTML is read only where there is no plain text. */
export function bodyText(email: Pick<InboundEmail, "text" | "html">): string {
  const text = email.text?.trim() ?? "";
  return text === "" ? htmlToText(email.html ?? "") : text;
}
