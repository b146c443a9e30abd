import type { PlatformConfigs } from "@tessera/core/settings";
import * as z from "zod";
import { type FakeAnswer, type FakeHost, type FakeRequest, notFound, refuse, startFakeHost } from "./fake-host.ts";

const [userEmail, apiToken] = ["ops@example.com", "jira-api-token"];
const credentials = `Basic ${Buffer.from(`${userEmail}:${apiToken}`).toString("base64")}`;

const Issue = z.object({
  fields: z.object({
    project: z.object({ key: z.literal("OPS") }),
    issuetype: z.object({ name: z.literal("Bug") }),
    summary: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[^\r\n]*$/),
    description: z.string().max(32_767),
    priority: z.object({ name: z.enum(["Highest", "High", "Medium", "Low", "Lowest"]) }),
    labels: z.array(z.string().regex(/^\S{1,255}$/)),
  }),
});
const Search = z.strictObject({
  jql: z.string(),
  fields: z.array(z.string()),
  maxResults: z.int().max(5_000),
  nextPageToken: z.string().optional(),
});
const Comment = z.object({ body: z.string().min(1) });

export interface FakeJira extends FakeHost {
  config: PlatformConfigs["jira"];
  issues: { key: string; labels: string[]; comments: string[] }[];
}

/** Jira Cloud with the paths that we use. Nothing in it knows a key against duplicates. */
export async function startFakeJira(): Promise<FakeJira> {
  const issues: FakeJira["issues"] = [];

  function create({ body }: FakeRequest): FakeAnswer {
    const issue = Issue.safeParse(body);
    if (!issue.success) return refuse(400);
    const key = `OPS-${issues.length + 1}`;
    issues.push({ key, labels: issue.data.fields.labels, comments: [] });
    return { status: 201, body: { id: String(10_000 + issues.length), key, self: "https://example.com" } };
  }

  function search({ body }: FakeRequest): FakeAnswer {
    const label = /labels = "([^"]+)"/.exec(Search.safeParse(body).data?.jql ?? "")?.[1];
    if (label === undefined) return refuse(400);
    const found = issues.filter(({ labels }) => labels.includes(label)).map(({ key }) => ({ id: "10000", key }));
    return { status: 200, body: { issues: found, isLast: true } };
  }

  function comments({ method, body }: FakeRequest, key: string): FakeAnswer {
    const issue = issues.find((one) => one.key === key);
    if (!issue) return refuse(404);
    if (method === "GET") return { status: 200, body: { comments: issue.comments.map((text) => ({ body: text })) } };
    const comment = Comment.safeParse(body);
    if (!comment.success) return refuse(400);
    issue.comments.push(comment.data.body);
    return { status: 201, body: { id: "10000" } };
  }

  const host = await startFakeHost((request) => {
    if (request.headers.authorization !== credentials) return refuse(401);
    const route = `${request.method} ${request.path}`;
    const key = /^(?:GET|POST) \/rest\/api\/2\/issue\/([\w-]+)\/comment$/.exec(route)?.[1];
    if (key !== undefined) return comments(request, key);
    if (route === "GET /rest/api/2/myself") return { status: 200, body: { accountId: "1" } };
    if (route === "POST /rest/api/2/issue") return create(request);
    return route === "POST /rest/api/3/search/jql" ? search(request) : notFound;
  });
  const config = { baseUrl: host.url, apiToken, userEmail, projectKey: "OPS", issueType: "Bug" };
  return { ...host, issues, config };
}
