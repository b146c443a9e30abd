import type { Platform } from "@tessera/core/incidents";
import type { PlatformConfigs } from "@tessera/core/settings";
import { basicCredentials } from "../basic.ts";
import { definePlatform } from "../define-platform.ts";
import { sendToTicket, type TicketSteps } from "../ticket-platform.ts";
import type { PlatformTools } from "../tools.ts";
import { toComment, toIssue, toSearch } from "./map.ts";
import { Comments, CreatedIssue, FoundIssues } from "./wire.ts";

const reasons = {
  400: "The issue was refused: check the project key and the issue type",
  404: "Not found: check the base URL and the project key",
};

export function createJira(config: PlatformConfigs["jira"], tools: PlatformTools): Platform {
  const headers = { authorization: basicCredentials(config.userEmail, config.apiToken) };
  const steps = ticketSteps(config);
  return definePlatform({ name: "jira", baseUrl: config.baseUrl, headers, reasons }, tools, {
    send: (call, message) => sendToTicket(steps, call, message),
    probe: (call) => call({ method: "GET", path: "/rest/api/2/myself" }),
  });
}

function ticketSteps(config: PlatformConfigs["jira"]): TicketSteps {
  const commentsOf = (key: string) => `/rest/api/2/issue/${key}/comment`;
  return {
    async find(call, { incident }) {
      const body = toSearch(incident, config.projectKey);
      const found = FoundIssues.safeParse(await call({ method: "POST", path: "/rest/api/3/search/jql", body }));
      return found.data?.issues[0]?.key;
    },
    async create(call, { incident }) {
      const body = toIssue(incident, config);
      return CreatedIssue.safeParse(await call({ method: "POST", path: "/rest/api/2/issue", body })).data?.key;
    },
    async hasNote(call, key, marker) {
      const query = { orderBy: "-created", maxResults: "100" };
      const found = Comments.safeParse(await call({ method: "GET", path: commentsOf(key), query }));
      return found.data?.comments.some(({ body }) => body?.includes(marker)) ?? false;
    },
    addNote: (call, key, note) => call({ method: "POST", path: commentsOf(key), body: toComment(note) }),
    urlOf: (key) => `${config.baseUrl.replace(/\/+$/, "")}/browse/${key}`,
  };
}
