/** What a canned response may speak of (PX-61). */
export const cannedVariables = ["contactName", "ticketNumber", "agentName", "subject"] as const;
export type CannedValues = Record<(typeof cannedVariables)[number], string | number | null>;

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;

/**
 * A canned response with the values of its ticket (PX-61). An unknown variable stays as it is; one without a value
 * becomes empty. Values are written by strangers: they go in once and are never read as variables themselves.
 */
export function fillVariables(body: string, values: CannedValues): string {
  return body.replace(placeholder, (whole, name: string) => {
    const variable = cannedVariables.find((known) => known === name);
    return variable === undefined ? whole : String(values[variable] ?? "");
  });
}
