import { AppError } from "@tessera/core/errors";
import { GenerationPlan } from "@tessera/core/generation";
import { callLimit, JobTrace } from "@tessera/core/jobs";
import type { ModelCall } from "@tessera/core/models";
import { describe, expect, it } from "vitest";
import { makeOptions, makeTicket } from "../../support/drafts.ts";
import { createWorld, stages, submit, type World } from "../../support/jobs-world.ts";
import { KilledError, mortal } from "../../support/memory-jobs.ts";
import { contractFaults, resultOnWire, semanticFaults } from "../../support/result-contract.ts";

const areas = ["Billing", "Search", "Export", "Import", "Alerts", "Access", "Audit", "Backup", "Reports", "Payments"];
const requirementCount = 1_200;

/** About 250 KB: 1,200 numbered requirements in ten sections. */
function longSpec(): string {
  const sections = areas.map((area, section) => {
    const lines = Array.from({ length: requirementCount / areas.length }, (_line, index) => {
      const number = section * (requirementCount / areas.length) + index + 1;
      return `- REQ-${number}: The ${area.toLowerCase()} service must keep record ${number} for ${number % 90} days, show it to the account manager of region ${number % 17}, and write who has looked at it into the ${area.toLowerCase()} history of that account.`;
    });
    return `## ${area}\n\n${area} is what account managers open first.\n\n${lines.join("\n")}\n`;
  });
  return `# Records\n\n${sections.join("\n")}`;
}

const spec = longSpec();
const options = makeOptions({ maxTicketCount: 24 });

/** A model that writes just the tickets that it is asked for. */
function writePart({ messages }: ModelCall): string {
  const asked = messages.at(0)?.text.split("Write these tickets of the plan:\n").at(1) ?? "";
  const refs = [...asked.matchAll(/^- (\w+)/gm)].map(([, ref = ""]) => ref);
  return JSON.stringify({
    tickets: refs.map((ref) =>
      makeTicket({
        ref,
        title: `Keep the records of group ${ref}`,
        acceptanceCriteria: [`The records of ${ref} are kept`, `Who looks at ${ref} is written down`],
      }),
    ),
  });
}

const input = (jobId: string, executionId = "execution-1") => ({ jobId, executionId });

async function plannedJob(world: World) {
  const { id } = await submit(world, { spec, options });
  await stages.preparePrompt(world.system(), input(id));
  expect(await stages.generateTickets(world.system(), input(id))).toEqual({ jobId: id, outcome: "more" });
  const plan = GenerationPlan.parse(JSON.parse(world.memory.saved(id).texts.plan ?? ""));
  return { id, plan };
}

/** Stage 2 until the draft is whole. */
async function writeAll(world: World, id: string, executionId?: string): Promise<string[]> {
  const outcomes: string[] = [];
  do {
    const { outcome, waitSeconds = 0 } = await stages.generateTickets(world.system(), input(id, executionId));
    world.advance(waitSeconds * 1_000);
    outcomes.push(outcome);
  } while (["more", "wait"].includes(outcomes.at(-1) ?? ""));
  return outcomes;
}

describe("D13 TF-46 a spec that is longer than its model's context", () => {
  it("is written in parts that fit, three at once, and ends as one result with its coverage stated", async () => {
    const world = createWorld();
    const { id, plan } = await plannedJob(world);
    let [atOnce, most] = [0, 0];
    world.answerWith(async (call) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await world.settled();
      atOnce -= 1;
      return writePart(call);
    });

    await writeAll(world, id);
    await stages.validateOutput(world.system(), input(id));
    await stages.completeJob(world.system(), input(id));

    const { job, texts } = world.memory.saved(id);
    expect(job.status).toBe("completed");
    expect(plan.requirements.length).toBeGreaterThanOrEqual(requirementCount);
    expect(plan.parts.length).toBeGreaterThan(3);
    expect(world.ledger.modelCalls).toHaveLength(plan.parts.length);
    expect(most).toBe(3);
    const result = JSON.parse(texts.result ?? "");
    const wire = resultOnWire(result);
    expect(contractFaults(wire)).toEqual([]);
    expect(semanticFaults(wire, { ticketCount: null, maxTicketCount: 24, includeEpics: true })).toEqual([]);
    expect(new Set(wire.tickets.map(({ title }) => title)).size).toBe(wire.tickets.length);
    const { coverage } = JobTrace.parse(JSON.parse(texts.trace ?? ""));
    expect(coverage.requirements).toHaveLength(plan.requirements.length);
    for (const { status, tickets, reason } of coverage.requirements) {
      expect(status === "covered" ? tickets.length > 0 : reason !== null).toBe(true);
    }
  });

  it("asks again for the part alone that came back wrong, with what was wrong with it", async () => {
    const world = createWorld();
    const { id, plan } = await plannedJob(world);
    let spoiled = false;
    world.answerWith(async (call) => {
      if (spoiled) return writePart(call);
      spoiled = true;
      return '{"tickets":[]}';
    });

    const outcomes = await writeAll(world, id);

    expect(outcomes.at(-1)).toBe("ready");
    expect(world.ledger.modelCalls).toHaveLength(plan.parts.length + 1);
    const again = world.memory.saved(id).attempts.filter(({ part }) => part === 0);
    expect(again.map(({ problems }) => problems.length > 0)).toEqual([true, false]);
  });

  it("waits for a model that is down, and keeps the parts that are written", async () => {
    const world = createWorld();
    const { id, plan } = await plannedJob(world);
    world.answerWith(async (call) => {
      if (world.ledger.modelCalls.length === 2) throw new AppError("model_unavailable", "down");
      return writePart(call);
    });

    const outcomes = await writeAll(world, id);

    expect(outcomes).toContain("wait");
    expect(world.ledger.modelCalls).toHaveLength(plan.parts.length + 1);
  });

  it("costs the calls under way, and no other, when its worker dies", async () => {
    const world = createWorld();
    const { id, plan } = await plannedJob(world);
    world.answerWith(async (call) => writePart(call));
    await stages.generateTickets(world.system(), input(id));

    const dying = stages.generateTickets(mortal(world.system(), { atWrite: 2, when: "before" }), input(id));
    await expect(dying).rejects.toBeInstanceOf(KilledError);
    await writeAll(world, id, "execution-2");

    expect(world.ledger.modelCalls).toHaveLength(plan.parts.length + 3);
    expect(world.memory.saved(id).job.drafts).toBe(1);
  });

  it("survives a worker that dies again and again, and a host that limits the rate", async () => {
    const world = createWorld();
    const { id, plan } = await plannedJob(world);
    world.answerWith(async (call) => {
      if (world.ledger.modelCalls.length % 8 === 0) throw new AppError("model_unavailable", "too many requests");
      return writePart(call);
    });
    for (const executionId of ["execution-1", "execution-2"]) {
      const dying = mortal(world.system(), { atWrite: 2, when: "before" });
      await expect(stages.generateTickets(dying, input(id, executionId))).rejects.toBeInstanceOf(KilledError);
    }

    const outcomes = await writeAll(world, id, "execution-3");

    expect(outcomes.at(-1)).toBe("ready");
    expect(world.ledger.modelCalls.length).toBeLessThanOrEqual(callLimit(plan.parts.length));
  });

  it("gives a part up that six calls have not written, and says why", async () => {
    const world = createWorld();
    const { id } = await plannedJob(world);
    world.answerWith(async () => "nothing of use");

    await expect(writeAll(world, id)).rejects.toMatchObject({ code: "model_output_invalid" });

    const { attempts } = world.memory.saved(id);
    expect(attempts.filter(({ part }) => part === 0).length).toBeLessThanOrEqual(6);
  });

  it("does not blame the answers when the host is what fails", async () => {
    const world = createWorld();
    const { id } = await plannedJob(world);
    world.answerWith(async (call) => {
      if (world.ledger.modelCalls.length > 3) throw new AppError("model_unavailable", "down");
      return writePart(call);
    });

    await expect(writeAll(world, id)).rejects.toMatchObject({ code: "model_unavailable" });
  });
});
