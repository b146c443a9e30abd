import type MarkdownIt from "markdown-it";

type CoreState = Parameters<Parameters<MarkdownIt["core"]["ruler"]["push"]>[1]>[0];
type Token = CoreState["tokens"][number];

const taskMark = /^\[([ xX])\]\s/;

/** GFM's task lists: an item that begins with `[ ]` or `[x]` gets a box that nobody can click. */
export function readTaskItems({ tokens, Token }: CoreState): void {
  for (const [index, item] of tokens.entries()) {
    const [itemOpen, paragraphOpen] = tokens.slice(Math.max(0, index - 2), index);
    if (itemOpen?.type !== "list_item_open" || paragraphOpen?.type !== "paragraph_open") continue;
    const mark = taskMark.exec(item.content)?.[1];
    if (mark !== undefined) addBox(item, new Token("task_box", "input", 0), mark !== " ");
  }
}

function addBox(item: Token, box: Token, isDone: boolean): void {
  const text = item.children?.[0];
  if (text?.type !== "text") return;
  text.content = text.content.replace(taskMark, " ");
  box.attrs = [["type", "checkbox"], ["disabled", ""], ...(isDone ? [["checked", ""] satisfies [string, string]] : [])];
  item.children?.unshift(box);
}
