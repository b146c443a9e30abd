import { describe, expect, it } from "vitest";
import { stageProgress } from "../../packages/local/src/generate/progress.ts";
import { renderTree } from "../../packages/local/src/generate/render-tree.ts";
import type { Ticket, TicketsResult } from "../../packages/local/src/generate/result.ts";
import { wrap } from "../../packages/local/src/generate/wrap.ts";

function makeTicket(overrides: Partial<Ticket>): Ticket {
  return {
    external_id: "SPEC-1",
    ticket_type: "task",
    title: "Import files",
    description: "Read the bank's files.",
    acceptance_criteria: ["A file is imported"],
    labels: [],
    dependencies: [],
    story_points: null,
    priority: null,
    parent_external_id: null,
    ...overrides,
  };
}

const result: TicketsResult = {
  source: { title: "Invoices", summary: "Match payments." },
  tickets: [
    makeTicket({ ticket_type: "epic", title: "Matching", priority: "high" }),
    makeTicket({
      external_id: "SPEC-2",
      parent_external_id: "SPEC-1",
      story_points: 3,
      dependencies: ["SPEC-3"],
      labels: ["batch"],
    }),
    makeTicket({ external_id: "SPEC-3", title: "Review queue", description: "First line.\n\nSecond line." }),
  ],
  risks: [{ id: "RISK-1", description: "Files come late.", severity: "medium", related_ticket_ids: ["SPEC-2"] }],
  open_questions: [{ id: "Q-1", question: "Which banks?", related_ticket_ids: [] }],
};

describe("X-51 the tree", () => {
  it("shows epics with their tickets, what stands alone, risks and open questions", () => {
    expect(renderTree(result, 60)).toBe(`Invoices
Match payments.
3 tickets, 3 points

SPEC-1 Matching
  (epic · high)
  Read the bank's files.
  - A file is imported

    SPEC-2 Import files
      (task · 3 points · #batch · after SPEC-3)
      Read the bank's files.
      - A file is imported

SPEC-3 Review queue
  (task)
  First line.
  Second line.
  - A file is imported

Risks
- RISK-1 [medium] Files come late. (SPEC-2)

Open questions
- Q-1 Which banks?
`);
  });

  it("leaves out headings that have nothing under them", () => {
    const bare = { ...result, risks: [], open_questions: [] };

    expect(renderTree(bare, 60)).not.toMatch(/Risks|Open questions/);
  });
});

describe("lines", () => {
  it("break at words and keep their indent", () => {
    expect(wrap("one two three four", { width: 12, first: "- ", rest: "  " })).toEqual(["- one two", "  three four"]);
  });

  it("do not break a long word, and are none for an empty text", () => {
    expect(wrap("a incomprehensibilities b", { width: 10 })).toEqual(["a", "incomprehensibilities", "b"]);
    expect(wrap(" \n ", { width: 10, first: "- " })).toEqual([]);
  });

  it("carry nothing that would steer the terminal", () => {
    expect(wrap("a\u001b[2Jb \u0007c\rd", { width: 40 })).toEqual(["ab c d"]);
  });
});

describe("progress", () => {
  it("tells each stage once and in order, also those that passed unseen", () => {
    const lines: string[] = [];
    const tell = stageProgress((line) => void lines.push(line.trim()));

    for (const stage of ["queued", "generating_tickets", "generating_tickets", "completed"]) tell(stage);

    expect(lines).toEqual(["preparing prompt", "generating tickets", "validating output", "completed"]);
  });
});
