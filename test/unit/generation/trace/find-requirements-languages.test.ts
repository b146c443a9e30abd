import { describe, expect, it } from "vitest";
import { foundIn, kindsIn } from "./found.ts";

describe("coverage: requirements in other languages than English", () => {
  it.each([
    ["German", "Es ist klein. Der Dienst muss Rechnungen speichern.", "Der Dienst muss Rechnungen speichern."],
    ["German", "Es ist klein. Daten dürfen nicht verloren gehen.", "Daten dürfen nicht verloren gehen."],
    ["French", "C'est petit. Le service doit stocker les factures.", "Le service doit stocker les factures."],
    ["Spanish", "Es bueno. El servicio debe guardar las facturas.", "El servicio debe guardar las facturas."],
    ["Italian", "Va bene. Il servizio deve salvare le fatture.", "Il servizio deve salvare le fatture."],
    ["Portuguese", "Bom. O serviço deverá guardar as faturas.", "O serviço deverá guardar as faturas."],
    ["Dutch", "Het is klein. De dienst moet facturen bewaren.", "De dienst moet facturen bewaren."],
    ["Russian", "Он мал. Сервис должен хранить счета.", "Сервис должен хранить счета."],
    ["Chinese", "这是一个系统。系统必须保存发票。它很小。", "系统必须保存发票。"],
    [
      "Japanese",
      "これは小さい。システムは請求書を保存しなければならない。以上。",
      "システムは請求書を保存しなければならない。",
    ],
  ])("finds the duty in %s", (_language, text, source) => {
    const found = foundIn(`# X\n\n${text}\n`);

    expect(found).toEqual([source]);
  });

  it.each([
    ["German", "Als Kunde möchte ich Rechnungen sehen."],
    ["French", "En tant que client, je veux voir mes factures."],
    ["Spanish", "Como cliente, quiero ver mis facturas."],
    ["Italian", "Come cliente, voglio vedere le fatture."],
    ["Dutch", "Als klant wil ik facturen zien."],
    ["Russian", "Как клиент, я хочу видеть счета."],
    ["Chinese", "作为用户，我想查看发票。"],
  ])("finds the story in %s", (_language, story) => {
    const found = kindsIn(`# X\n\n${story}\n`);

    expect(found).toEqual([["story", story]]);
  });

  it("knows sections by their German, French, Chinese headings", () => {
    const found = foundIn(
      "# Nicht-Ziele\n\nEs muss fliegen.\n\n# Glossaire\n\nIl doit voler.\n\n# 背景\n\n系统必须保存发票。\n\n# Akzeptanzkriterien\n\n- Die Datei hat einen Kopf\n",
    );

    expect(found).toEqual(["- Die Datei hat einen Kopf"]);
  });
});
