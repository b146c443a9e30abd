import * as z from "zod";

/** An issue as `POST /rest/api/2/issue` takes it: its texts are wiki markup. */
export interface JiraIssue {
  fields: {
    project: { key: string };
    issuetype: { name: string };
    summary: string;
    description: string;
    priority: { name: "Highest" | "High" | "Medium" | "Low" };
    labels: string[];
  };
}

/** `POST /rest/api/3/search/jql`: the only search that Jira still has. */
export interface JiraSearch {
  jql: string;
  fields: string[];
  maxResults: number;
}

/** Goes into a path, so it is one: letters, digits, a hyphen. */
const Key = z.string().regex(/^[\w-]{1,128}$/);

export const CreatedIssue = z.object({ key: Key });
export const FoundIssues = z.object({ issues: z.array(z.object({ key: Key })) });
export const Comments = z.object({ comments: z.array(z.object({ body: z.string().nullish() })) });
