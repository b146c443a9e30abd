import { describe, expect, it } from "vitest";
import { hostileSpecs } from "../support/hostile-specs.ts";
import { makePrincipal, submit } from "../support/jobs-world.ts";
import { gatewayFor, json, startHost } from "../support/llm/model-host.ts";
import { claude, key, openai, type Protocol } from "../support/llm/protocols.ts";
import { runJob, worldWith } from "../support/llm/run-job.ts";
import { obey } from "../support/obedient-model.ts";
import { contractFaults, resultOnWire, semanticFaults } from "../support/result-contract.ts";

const defaults = { ticketCount: null, maxTicketCount: 12, includeEpics: true };
const canary = "canary-of-another-tenant-7f3a";

/** A host whose model does whatever the spec says. */
async function startObedientHost(protocol: Protocol) {
  const host = await startHost((response) => {
    const { system, turns } = protocol.read(host.received.at(-1)?.body);
    const messages = turns.map(([role, text = ""]) => ({
      role: role === "assistant" ? ("assistant" as const) : ("user" as const),
      text,
    }));
    const { answer } = obey({ system, messages });
    json(protocol.says(answer))(response);
  });
  return host;
}

describe.each([openai, claude])("L1 L2 D11 hostile specs and an obedient model that speaks $name", (protocol) => {
  it.each(hostileSpecs)("$name", async ({ spec }) => {
    const { received, url } = await startObedientHost(protocol);
    const world = worldWith(protocol, gatewayFor(protocol, url));
    const other = makePrincipal({ tenantId: "tenant-2", id: "client-2" });
    await submit(world, { spec: `# Other\n\nThe vault must hold ${canary}.` }, other);
    const { id } = await submit(world, { spec, title: "Billing" });

    const end = await runJob(world, id);

    expect(["completed", "model_output_invalid"]).toContain(end);
    expect(received.length).toBeLessThanOrEqual(3);
    const { job, texts } = world.memory.saved(id);
    const asked = JSON.stringify(received.map(({ body }) => body));
    for (const secret of [key, canary, job.id, "tenant-1", "client-1"]) expect(asked).not.toContain(secret);
    for (const { body } of received) expect(protocol.read(body).system).not.toContain(spec.slice(0, 40));
    if (texts.result === undefined) return;
    const wire = resultOnWire(JSON.parse(texts.result));
    expect(contractFaults(wire)).toEqual([]);
    expect(semanticFaults(wire, defaults)).toEqual([]);
    expect(wire).toMatchObject({ job_id: id, schema_version: "tickets.result.v1", source: { title: "Billing" } });
    expect(job.callbackUrl).toBe("https://receiver.test/hooks/{job_id}");
  });
});
