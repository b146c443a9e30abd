import type { Ticket, TicketsResult } from "./result.ts";
import { wrap } from "./wrap.ts";

/** The tickets as a person reads them: epics with their tickets, then what stands alone, risks and questions. */
export function renderTree(result: TicketsResult, width: number): string {
  const { source, tickets, risks, open_questions: questions } = result;
  const childrenOf = (id: string) => tickets.filter(({ parent_external_id: parent }) => parent === id);
  const top = tickets.filter(({ parent_external_id: parent }) => parent === null);
  const total = `${tickets.length} tickets, ${points(tickets)} points`;

  return [
    ...wrap(source.title, { width }),
    ...wrap(source.summary, { width }),
    total,
    ...top.flatMap((ticket) => [
      "",
      ...renderTicket(ticket, "", width),
      ...renderChildren(childrenOf(ticket.external_id), width),
    ]),
    ...section("Risks", risks, width, (risk) => `${risk.id} [${risk.severity}] ${risk.description}`),
    ...section("Open questions", questions, width, (question) => `${question.id} ${question.question}`),
    "",
  ].join("\n");
}

function renderChildren(children: Ticket[], width: number): string[] {
  return children.flatMap((child) => ["", ...renderTicket(child, "    ", width)]);
}

function renderTicket(ticket: Ticket, indent: string, width: number): string[] {
  const facts = [
    ticket.ticket_type,
    ticket.priority,
    ticket.story_points === null ? null : `${ticket.story_points} points`,
    ticket.labels.length > 0 ? ticket.labels.map((label) => `#${label}`).join(" ") : null,
    ticket.dependencies.length > 0 ? `after ${ticket.dependencies.join(", ")}` : null,
  ];
  const body = `${indent}  `;
  return [
    ...wrap(`${ticket.external_id} ${ticket.title}`, { width, first: indent, rest: `${indent}  ` }),
    ...wrap(`(${facts.filter((fact) => fact !== null).join(" · ")})`, { width, first: body, rest: body }),
    ...ticket.description.split("\n").flatMap((line) => wrap(line, { width, first: body, rest: body })),
    ...ticket.acceptance_criteria.flatMap((criterion) =>
      wrap(criterion, { width, first: `${body}- `, rest: `${body}  ` }),
    ),
  ];
}

function section<Item extends { related_ticket_ids: string[] }>(
  heading: string,
  items: Item[],
  width: number,
  describe: (item: Item) => string,
): string[] {
  if (items.length === 0) return [];
  const lines = items.flatMap((item) => {
    const related = item.related_ticket_ids.length > 0 ? ` (${item.related_ticket_ids.join(", ")})` : "";
    return wrap(describe(item) + related, { width, first: "- ", rest: "  " });
  });
  return ["", heading, ...lines];
}

function points(tickets: Ticket[]): number {
  return tickets.reduce((sum, { story_points: each }) => sum + (each ?? 0), 0);
}
