import type { Platform } from "@tessera/core/incidents";
import type { PlatformConfigs } from "@tessera/core/settings";
import { basicCredentials } from "../basic.ts";
import { definePlatform } from "../define-platform.ts";
import { sendToTicket, type TicketSteps } from "../ticket-platform.ts";
import type { PlatformTools } from "../tools.ts";
import { toQuery, toRecord, toWorkNotes } from "./map.ts";
import { CreatedRecord, FoundRecords, WorkNotes } from "./wire.ts";

const reasons = {
  400: "The record was refused: check the table and the assignment group",
  404: "Not found: check the instance URL and the table",
};

export function createServicenow(config: PlatformConfigs["servicenow"], tools: PlatformTools): Platform {
  const headers = { authorization: basicCredentials(config.username, config.password) };
  const steps = ticketSteps(config);
  return definePlatform({ name: "servicenow", baseUrl: config.instanceUrl, headers, reasons }, tools, {
    send: (call, message) => sendToTicket(steps, call, message),
    probe: (call) => call({ method: "GET", path: tableOf(config), query: { sysparm_limit: "1", ...onlyId } }),
  });
}

const onlyId = { sysparm_fields: "sys_id" };
const tableOf = ({ table }: PlatformConfigs["servicenow"]) => `/api/now/table/${table}`;

function ticketSteps(config: PlatformConfigs["servicenow"]): TicketSteps {
  const { assignmentGroup, instanceUrl } = config;
  const table = tableOf(config);
  return {
    async find(call, { incident }) {
      const query = { sysparm_query: toQuery(incident), sysparm_limit: "1", ...onlyId };
      return FoundRecords.safeParse(await call({ method: "GET", path: table, query })).data?.result[0]?.sys_id;
    },
    async create(call, { incident }) {
      const query = { ...onlyId, ...(isGroupName(assignmentGroup) && { sysparm_input_display_value: "true" }) };
      const body = toRecord(incident, assignmentGroup);
      return CreatedRecord.safeParse(await call({ method: "POST", path: table, query, body })).data?.result.sys_id;
    },
    async hasNote(call, id, marker) {
      // The notes of a record are there as one text, and only among its display values.
      const query = { sysparm_fields: "work_notes", sysparm_display_value: "true" };
      const found = WorkNotes.safeParse(await call({ method: "GET", path: `${table}/${id}`, query }));
      return found.data?.result.work_notes?.includes(marker) ?? false;
    },
    addNote: (call, id, note) =>
      call({ method: "PATCH", path: `${table}/${id}`, query: onlyId, body: toWorkNotes(note) }),
    urlOf: (id) => `${instanceUrl.replace(/\/+$/, "")}/${config.table}.do?sys_id=${id}`,
  };
}

/** A name has to be looked up by ServiceNow; it takes the id of a group as it is. */
function isGroupName(group: string | null): boolean {
  return group !== null && !/^[0-9a-f]{32}$/.test(group);
}
