import type { Answer, TestApp } from "../../../support/api.ts";
import { allNodes, attribute, type Node, named, parseHtml, textOf } from "./html.ts";

/** What a person enters into a form: one value, several boxes, or null for what is cleared. */
export type Entries = Record<string, string | readonly string[] | null>;

export interface View {
  answer: Answer;
  page: Node;
}

const origin = "http://localhost";

/** Reads pages and sends their forms as a browser does: with what stands in them, its cookies and where it comes from. */
export function openBrowser(test: TestApp, options: { key?: string } = {}) {
  const cookies = new Map<string, string>();

  async function ask(method: string, path: string, form?: URLSearchParams, headers: Record<string, string> = {}) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await test.call(method, path, {
      ...(options.key !== undefined && { key: options.key }),
      ...(form && { raw: form.toString() }),
      headers: {
        ...(cookie !== "" && { cookie }),
        ...(form && { "content-type": "application/x-www-form-urlencoded", origin, "sec-fetch-site": "same-origin" }),
        ...headers,
      },
    });
    for (const line of answer.headers.getSetCookie()) keep(line);
    return answer;
  }

  function keep(line: string) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }

  const browser = {
    cookies,
    ask,
    async open(path: string, status = 200): Promise<View> {
      const answer = await ask("GET", path);
      if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
      return { answer, page: parseHtml(answer.text) };
    },
    /** The answer to a form of this page, found by where it goes to. */
    send: (page: Node, action: string, entries: Entries = {}) =>
      ask("POST", action, filled(formTo(page, action), entries)),
    /** As above, and the page that it leads to. */
    async submit(page: Node, action: string, entries: Entries = {}): Promise<View> {
      const answer = await browser.send(page, action, entries);
      if (answer.status !== 303) throw new Error(`${action} answered ${answer.status}: ${answer.text}`);
      return browser.open(answer.headers.get("location") ?? "");
    },
  };
  return browser;
}

export type Browser = ReturnType<typeof openBrowser>;

/** Where forms of a page go to, by their buttons too. */
export function actionsOf(page: Node): string[] {
  const forms = named(page, "form").filter((form) => form.attributes.get("method") === "post");
  const buttons = named(page, "button").flatMap((button) => button.attributes.get("formaction") ?? []);
  return [...forms.map((form) => attribute(form, "action")), ...buttons];
}

function formTo(page: Node, action: string): Node {
  const form = named(page, "form").find(
    (one) =>
      one.attributes.get("action") === action ||
      named(one, "button").some((button) => button.attributes.get("formaction") === action),
  );
  if (!form) throw new Error(`no form goes to ${action}`);
  return form;
}

function filled(form: Node, entries: Entries): URLSearchParams {
  const fields = new URLSearchParams(allNodes(form).flatMap(valuesOf));
  for (const [name, entered] of Object.entries(entries)) {
    fields.delete(name);
    for (const value of [entered ?? []].flat()) fields.append(name, value);
  }
  return fields;
}

/** What a field sends as it stands there. */
function valuesOf(node: Node): [string, string][] {
  const name = node.attributes.get("name");
  if (name === undefined) return [];
  if (node.name === "textarea") return [[name, textOf(node)]];
  if (node.name === "select") {
    const options = named(node, "option");
    const chosen = options.find((option) => option.attributes.has("selected")) ?? options[0];
    return chosen ? [[name, chosen.attributes.get("value") ?? textOf(chosen)]] : [];
  }
  if (node.name !== "input") return [];
  const isOff = node.attributes.get("type") === "checkbox" && !node.attributes.has("checked");
  return isOff ? [] : [[name, node.attributes.get("value") ?? ""]];
}

/** What people are told went wrong, or right. */
export function noticeOf(page: Node): string {
  const notices = allNodes(page).filter((node) => ["alert", "status"].includes(node.attributes.get("role") ?? ""));
  return notices.map(textOf).join(" ");
}

/** The field of this name in the form that goes there. */
export function valueIn(page: Node, action: string, name: string): string | null {
  return filled(formTo(page, action), {}).get(name);
}

export function sectionCalled(page: Node, title: string): Node {
  const found = named(page, "section").find((section) =>
    named(section, "h2").some((heading) => textOf(heading) === title),
  );
  if (!found) throw new Error(`no section is called ${title}`);
  return found;
}
