import { createSetting, deleteSetting, getSetting, listSettings, updateSetting } from "@tessera/core/tickets";
import { describe, expect, it } from "vitest";
import { createSettingsWorld } from "./settings-world.ts";

const note = { title: "A", text: "long" };

describe("PX-28, PX-60, PX-61 what people set up", () => {
  it("is recorded with its fields, and long ones by their name alone", async () => {
    const { context, kind, records } = createSettingsWorld();

    const row = await createSetting(context, kind, note);
    await updateSetting(context, kind, { id: row.id, changes: { text: "longer", title: "B" } });
    await updateSetting(context, kind, { id: row.id, changes: { text: "longest" } });

    expect(records).toMatchObject([
      { action: "note.created", actor: "user:user-1", subjectType: "note", newValue: { title: "A" } },
      {
        action: "note.updated",
        oldValue: { title: "A" },
        newValue: { title: "B" },
        details: { fields: ["text", "title"] },
      },
      { action: "note.updated", oldValue: {}, newValue: {}, details: { fields: ["text"] } },
    ]);
    expect(JSON.stringify(records)).not.toContain("long");
  });

  it("is not written when nothing of it changes", async () => {
    const { context, kind, records, world } = createSettingsWorld();
    const row = await createSetting(context, kind, note);
    world.now = new Date("2026-03-02T12:00:00.000Z");

    const same = await updateSetting(context, kind, { id: row.id, changes: { ...note, text: undefined } });

    expect(same).toEqual(row);
    expect(records).toHaveLength(1);
  });

  it("is decided anew on what is there when somebody else was faster", async () => {
    const { context, kind, rows, world, records } = createSettingsWorld();
    const row = await createSetting(context, kind, note);
    world.meanwhile = () => rows.set(row.id, { ...row, text: "theirs", version: 2 });

    const changed = await updateSetting(context, kind, { id: row.id, changes: { title: "mine" } });

    expect(changed).toMatchObject({ title: "mine", text: "theirs", version: 3 });
    expect(records).toHaveLength(2);
  });

  it("is refused to who has seen another version, also when that one came in between", async () => {
    const { context, kind, rows, world } = createSettingsWorld();
    const row = await createSetting(context, kind, note);
    world.meanwhile = () => rows.set(row.id, { ...row, text: "theirs", version: 2 });

    const change = updateSetting(context, kind, { id: row.id, changes: { title: "mine" }, version: 1 });

    await expect(change).rejects.toMatchObject({ code: "version_mismatch" });
    await expect(deleteSetting(context, kind, { id: row.id, version: 1 })).rejects.toMatchObject({
      code: "version_mismatch",
    });
    expect(rows.get(row.id)?.text).toBe("theirs");
  });

  it("is checked as a whole, and nothing is written of what does not pass", async () => {
    const { context, kind, records } = createSettingsWorld();
    const row = await createSetting(context, kind, note);

    const made = createSetting(context, kind, { ...note, title: "bad" });
    const changed = updateSetting(context, kind, { id: row.id, changes: { title: "bad" } });

    await expect(made).rejects.toMatchObject({ code: "invalid_request" });
    await expect(changed).rejects.toMatchObject({ code: "invalid_request" });
    expect(records).toHaveLength(1);
  });

  it("stays as long as something needs it", async () => {
    const { context, kind, rows } = createSettingsWorld();
    const row = await createSetting(context, kind, note);
    const needed = { ...kind, checkUnused: () => Promise.reject(new Error("needed")) };

    await expect(deleteSetting(context, needed, { id: row.id })).rejects.toThrow("needed");
    expect(rows.has(row.id)).toBe(true);
  });

  it("is not there for who may not see it, except for who repeats the request that has made it", async () => {
    const { context, kind } = createSettingsWorld();
    const hidden = { ...kind, visibleTo: async () => () => false };
    const request = { ...context, idempotency: { ownerId: "user-1", keyHash: "key", requestHash: "request" } };
    const row = await createSetting(request, hidden, note);

    const verbs = [
      getSetting(context, hidden, { id: row.id }),
      updateSetting(context, hidden, { id: row.id, changes: { title: "B" } }),
      deleteSetting(context, hidden, { id: row.id }),
      getSetting(context, hidden, { id: "nobody's" }),
    ];

    for (const verb of verbs) {
      await expect(verb).rejects.toMatchObject({ code: "not_found", message: "Note not found" });
    }
    expect(await listSettings(context, hidden, { limit: 10 })).toEqual({ items: [], total: 0 });
    expect(await createSetting(request, hidden, note)).toEqual(row);
  });
});

describe("X-23, D-14 who may set up what", () => {
  const reader = createSettingsWorld({ roles: [], scopes: ["issues.read"] });
  const member = createSettingsWorld({ roles: ["member"] });
  const automation = createSettingsWorld({
    kind: "client",
    userId: null,
    roles: [],
    scopes: ["issues.edit", "issues.delete"],
  });

  it.each([
    ["a reader", reader, "forbidden", "forbidden", "forbidden"],
    ["a member", member, "written", "forbidden", "forbidden"],
    ["an automation", automation, "written", "forbidden", "written"],
  ] as const)("lets %s do what it may", async (_who, { context, kind }, written, forManagers, deleted) => {
    const outcome = (verb: Promise<unknown>) =>
      verb.then(
        () => "written",
        (cause) => cause.code,
      );
    const { id } = await createSetting(
      { ...context, principal: { ...context.principal, roles: ["owner"] } },
      kind,
      note,
    );

    expect(await outcome(createSetting(context, kind, note))).toBe(written);
    expect(await outcome(updateSetting(context, kind, { id, changes: { title: "B" } }))).toBe(written);
    expect(await outcome(createSetting(context, { ...kind, writers: "managers" }, note))).toBe(forManagers);
    expect(await outcome(deleteSetting(context, { ...kind, writers: "managers" }, { id }))).toBe("forbidden");
    expect(await outcome(deleteSetting(context, kind, { id }))).toBe(deleted);
  });
});
