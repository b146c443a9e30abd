import type { User } from "./accounts.ts";

/** No handle is longer: what someone writes behind an `@` becomes a part of a table's key. */
const handleLimit = 300;

/** A text as handles are compared, or null where it cannot be one (Appendix D-18). */
export function mentionHandle(text: string): string | null {
  const handle = text.trim().replaceAll(/\s+/g, "-").toLowerCase().normalize("NFC");
  return handle === "" || handle.length > handleLimit ? null : handle;
}

/** What mentions a user: its e-mail's part before the `@`, and its name (Appendix D-18, PX-45). */
export function handlesOf({ name, email }: Pick<User, "name" | "email">): string[] {
  const [mailbox = ""] = email.split("@");
  const handles = [mentionHandle(mailbox), mentionHandle(name)].filter((handle) => handle !== null);
  return [...new Set(handles)];
}
