import type { LinkStore } from "@tessera/core/links";
import type { OpenTable } from "./create-store.ts";
import { deskWrites } from "./repos/desk/commit.ts";
import { incidentWrites } from "./repos/incidents/commit.ts";
import { writeAllOrStale } from "./transaction.ts";

/** What is written on both sides at once: apart from the others, so that no other function carries it. */
export function createLinkStore({ table }: OpenTable): LinkStore {
  return {
    commit: async (incident, desk, now) => {
      const { saved, writes } = incidentWrites(incident, now);
      await writeAllOrStale(table, [...writes, ...deskWrites(desk, now).writes]);
      return saved;
    },
  };
}
