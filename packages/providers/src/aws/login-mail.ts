import type { LoginLink } from "@tessera/core/tickets";

/** What a customer reads that asked for its link. */
export function loginMail({ url, expiresAt }: Pick<LoginLink, "url" | "expiresAt">): { subject: string; text: string } {
  const until = `${expiresAt.slice(0, 16).replace("T", " ")} UTC`;
  return {
    subject: "Your sign-in link",
    text: [
      "This link signs you in to your support tickets:",
      "",
      url,
      "",
      `It works until ${until}. Whoever has it can read and answer your tickets, so do not pass it on.`,
      "If you did not ask for it, ignore this mail.",
      "",
    ].join("\n"),
  };
}
