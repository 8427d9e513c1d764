import { describe, expect, test } from "vitest";
import { visibleText } from "./inbound-text.ts";
import { asksToStop } from "./inbound-wishes.ts";

describe("somebody asks to be left alone", () => {
  test.each([
    "unsubscribe",
    "STOP",
    "Remove me please.",
    "Please take me off your list, I don't want any more of these emails.\n\nEleni",
    "Hi Amina,\n\ncould you remove me from this list? Thanks",
    "Please stop emailing me.",
    "Don't contact me again.",
    "No more emails please!",
    "I’d like to be removed from your mailing list.",
    "Bitte nehmen Sie mich aus dem Verteiler, ich möchte keine weiteren E-Mails.\n\nJonas",
    "Bitte löschen Sie meine Adresse.",
    "Abmelden",
    "Merci de me désinscrire de votre liste, je ne souhaite plus recevoir vos messages.\n\nChloé",
    "Retirez-moi de votre liste svp",
    "Por favor, dadme de baja de esta lista. No quiero recibir más correos.\n\nLucía",
    "Elimínenme de su base de datos.",
    "Por favor, retire meu e-mail da lista. Não quero mais receber estas mensagens.\n\nAna",
    "Per favore cancellatemi dalla lista, non desidero ricevere altre e-mail.\n\nGiulia",
    "请把我从邮件列表中删除，不要再给我发邮件了。退订。",
    "今後の配信停止をお願いいたします。メールは不要です。",
    "수신거부합니다. 목록에서 삭제해 주세요.",
  ])("is heard in %j", (text) => {
    expect(asksToStop(visibleText(text))).toBe(true);
  });

  test.each([
    "Yes, Thursday works. Talk then!",
    "How do your customers unsubscribe from the reports?",
    "Our subscribers unsubscribe too often, can your product help?",
    "Please don't remove me from the list, I like it.",
    "Nicht für uns, danke.",
    "Wir haben keine E-Mails bekommen, bitte noch einmal senden.",
    "I will stop by your office on Monday.",
    "Pas pour l'instant, recontactez-moi dans trois mois.",
    "No es buen momento. Escríbeme de nuevo dentro de tres meses.",
    "",
  ])("is not heard in %j", (text) => {
    expect(asksToStop(visibleText(text))).toBe(false);
  });

  test("our own footer in the quote below an answer asks for nothing", () => {
    const reply =
      "Sounds good, send the picture over.\n\nOn Mon, 23 Nov 2026 10:00 UTC, Amina <amina@haste.example> wrote:\n> Hello Eleni\n> If you want no more of these: unsubscribe https://go.example/u/abc\n> Please remove me\n";
    expect(visibleText(reply)).toBe("Sounds good, send the picture over.");
    expect(asksToStop(visibleText(reply))).toBe(false);
  });

  test("our footer asks for nothing even in a quote that nobody recognizes", () => {
    const reply = "Yes, Thursday works.\n\nAmina, Mon 23:\n\nHello Eleni\n\nMain Street 1 · Unsubscribe\nUnsubscribe";
    expect(asksToStop(visibleText(reply))).toBe(false);
  });

  test("an empty mail with the subject unsubscribe says enough", () => {
    expect(asksToStop("", "Unsubscribe")).toBe(true);
    expect(asksToStop("", "Re: A question")).toBe(false);
  });

  test("a long mail that holds such words speaks of something else", () => {
    expect(asksToStop(`${"We thought about it for a while. ".repeat(20)} Please stop sending invoices by post.`)).toBe(
      false,
    );
  });
});

describe("what somebody wrote themselves", () => {
  test.each([
    ["Yes.\n\nAm 23.11.2026 um 10:00 schrieb Amina <amina@haste.example>:\n\nHallo", "Yes."],
    ["Oui\n\nLe lun. 23 nov. 2026 à 10:00, Amina <amina@haste.example> a écrit :\n> Bonjour", "Oui"],
    ["Sí\n\nEl lun, 23 nov 2026 a las 10:00, Amina\n(<amina@haste.example>) escribió:\n> Hola", "Sí"],
    ["Okay.\n\nAmina <amina@haste.example> schrieb am Di., 24. Nov. 2026\num 12:52 Uhr:\n\n> Hallo", "Okay."],
    ["Fine\n\n2026-11-23 13:29 GMT+02:00 Amina <amina@haste.example>:\n\nHello", "Fine"],
    ["Fine\n\n-----Original Message-----\nFrom: Amina\nSent: Monday", "Fine"],
    ["Fine\n\nFrom: Amina <amina@haste.example>\nSent: Monday\nTo: Eleni\nSubject: Hello\n\nHello", "Fine"],
    ["Fine\n\n________________________________\nVon: Amina", "Fine"],
    ["Fine\n\n-- \nEleni\nCEO", "Fine"],
    ["> Could you?\n\nI could.", "I could."],
    ["Fine\n\nSent from my iPhone", "Fine"],
    ['Fine\n\nBezpośrednio 23 lis 2026 10:00 "Amina" <amina@haste.example> napisał(a):\n\nHi', "Fine"],
    ["Fijn\n\nOp ma 23 nov. 2026 om 10:00 schreef Amina <amina@haste.example>:\n> Hoi", "Fijn"],
    ["Bra\n\nDen mån 23 nov. 2026 kl 10:00 skrev Amina <amina@haste.example>:\n> Hej", "Bra"],
    ["Hyvä\n\nma 23. marrask. 2026 klo 10.00 Amina <amina@haste.example> kirjoitti:\n> Hei", "Hyvä"],
    ["Jó\n\nAmina <amina@haste.example> ezt írta (időpont: 2026. nov. 23., H, 10:00):\n> Szia", "Jó"],
    ["Dobře\n\nDne po 23. 11. 2026 10:00 Amina <amina@haste.example> napsala:\n> Ahoj", "Dobře"],
    ["Bine\n\nÎn lun., 23 nov. 2026 la 10:00, Amina <amina@haste.example> a scris:\n> Bună", "Bine"],
    ["Да\n\nпн, 23 нояб. 2026 г. в 10:00, Amina <amina@haste.example>:\n> Привет", "Да"],
    ["Так\n\nпн, 23 лист. 2026 р. о 10:00 Amina <amina@haste.example> пише:\n> Привіт", "Так"],
    ["Ναι\n\nΣτις Δευ 23 Νοε 2026 στις 10:00 Amina <amina@haste.example> έγραψε:\n> Γεια", "Ναι"],
    ["Tamam\n\nAmina <amina@haste.example>, 23 Kas 2026 Pzt, 10:00 tarihinde şunu yazdı:\n> Merhaba", "Tamam"],
    ["好的\n\n于2026年11月23日周一 10:00写道：\n> 你好", "好的"],
    ["はい\n\n2026年11月23日(月) 10:00 Amina <amina@haste.example>:\n> こんにちは", "はい"],
    ["네\n\n2026년 11월 23일 (월) 오전 10:00, Amina <amina@haste.example>님이 작성:\n> 안녕", "네"],
    ["Vâng\n\nVào Th 2, 23 thg 11, 2026 vào lúc 10:00 Amina <amina@haste.example> đã viết:\n> Chào", "Vâng"],
    ["Sì\n\nIl giorno lun 23 nov 2026 alle ore 10:00 Amina <amina@haste.example> ha scritto:\n> Ciao", "Sì"],
    ["Sim\n\nEm seg., 23 de nov. de 2026 às 10:00, Amina <amina@haste.example> escreveu:\n> Oi", "Sim"],
    ["Так\n\nВід: Amina\nДата: 23\nТема: Питання\n\nПривіт", "Так"],
  ])("is found in %j", (text, own) => {
    expect(visibleText(text)).toBe(own);
  });

  test("is found in time in a text made to be slow", () => {
    const started = performance.now();
    visibleText("on ".repeat(100_000));
    visibleText("On a\n".repeat(50_000));
    asksToStop("remove ".repeat(50_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
