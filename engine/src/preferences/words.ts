import type { Language } from "./language.ts";

/** What the page says. `{sender}`, `{address}` and `{date}` stand where a name, an address or a day goes. */
export interface PageWords {
  readonly title: string;
  readonly heading: string;
  readonly about: string;
  readonly topics: string;
  readonly save: string;
  readonly saved: string;
  readonly pause: string;
  readonly pauseHint: string;
  readonly paused: string;
  readonly all: string;
  readonly allHint: string;
  readonly done: string;
  readonly doneHint: string;
  readonly back: string;
  readonly nothingYet: string;
  readonly broken: string;
  readonly brokenHint: string;
}

/** One table for all languages: a sentence that is missing in one of them does not compile. */
export const pageWords: Readonly<Record<Language, PageWords>> = {
  en: {
    title: "Email preferences",
    heading: "Which emails do you want?",
    about: "Emails from {sender} to {address}",
    topics: "Send me emails about",
    save: "Save my choice",
    saved: "Your choice is saved.",
    pause: "Pause for 90 days",
    pauseHint: "No emails for 90 days. After that, you hear from us again.",
    paused: "Emails are paused until {date}.",
    all: "Unsubscribe from everything",
    allHint: "You will get no more emails from {sender}.",
    done: "You are unsubscribed",
    doneHint: "You will get no more emails from {sender}. There is nothing else to do.",
    back: "Back to all choices",
    nothingYet: "Nothing changes until you press a button. Closing this page changes nothing.",
    broken: "This link is not complete",
    brokenHint: "Open the link from the email itself, or answer the email with the word “unsubscribe”.",
  },
  de: {
    title: "E-Mail-Einstellungen",
    heading: "Welche E-Mails möchten Sie?",
    about: "E-Mails von {sender} an {address}",
    topics: "Schicken Sie mir E-Mails zu",
    save: "Auswahl speichern",
    saved: "Ihre Auswahl ist gespeichert.",
    pause: "90 Tage pausieren",
    pauseHint: "90 Tage lang keine E-Mails. Danach hören Sie wieder von uns.",
    paused: "Bis zum {date} erhalten Sie keine E-Mails.",
    all: "Von allem abmelden",
    allHint: "Sie erhalten keine E-Mails mehr von {sender}.",
    done: "Sie sind abgemeldet",
    doneHint: "Sie erhalten keine E-Mails mehr von {sender}. Sie müssen nichts weiter tun.",
    back: "Zurück zur Auswahl",
    nothingYet: "Es ändert sich nichts, bis Sie eine Taste drücken. Diese Seite zu schließen, ändert nichts.",
    broken: "Dieser Link ist nicht vollständig",
    brokenHint: "Öffnen Sie den Link aus der E-Mail selbst, oder antworten Sie darauf mit dem Wort „abmelden“.",
  },
  es: {
    title: "Preferencias de correo",
    heading: "¿Qué correos quiere recibir?",
    about: "Correos de {sender} a {address}",
    topics: "Envíenme correos sobre",
    save: "Guardar mi elección",
    saved: "Su elección está guardada.",
    pause: "Pausar 90 días",
    pauseHint: "Ningún correo durante 90 días. Después volverá a saber de nosotros.",
    paused: "No recibirá correos hasta el {date}.",
    all: "Darme de baja de todo",
    allHint: "No recibirá más correos de {sender}.",
    done: "Se ha dado de baja",
    doneHint: "No recibirá más correos de {sender}. No tiene que hacer nada más.",
    back: "Volver a las opciones",
    nothingYet: "Nada cambia hasta que pulse un botón. Cerrar esta página no cambia nada.",
    broken: "Este enlace no está completo",
    brokenHint: "Abra el enlace desde el propio correo, o respóndalo con la palabra «baja».",
  },
  fr: {
    title: "Préférences d’e-mail",
    heading: "Quels e-mails souhaitez-vous ?",
    about: "E-mails de {sender} à {address}",
    topics: "Envoyez-moi des e-mails sur",
    save: "Enregistrer mon choix",
    saved: "Votre choix est enregistré.",
    pause: "Suspendre 90 jours",
    pauseHint: "Aucun e-mail pendant 90 jours. Ensuite, vous aurez de nouveau de nos nouvelles.",
    paused: "Vous ne recevrez pas d’e-mails jusqu’au {date}.",
    all: "Me désabonner de tout",
    allHint: "Vous ne recevrez plus d’e-mails de {sender}.",
    done: "Vous êtes désabonné",
    doneHint: "Vous ne recevrez plus d’e-mails de {sender}. Vous n’avez rien d’autre à faire.",
    back: "Revenir aux choix",
    nothingYet: "Rien ne change tant que vous n’appuyez pas sur un bouton. Fermer cette page ne change rien.",
    broken: "Ce lien n’est pas complet",
    brokenHint: "Ouvrez le lien depuis l’e-mail lui-même, ou répondez-y par le mot « désabonner ».",
  },
  pt: {
    title: "Preferências de e-mail",
    heading: "Que e-mails quer receber?",
    about: "E-mails de {sender} para {address}",
    topics: "Enviem-me e-mails sobre",
    save: "Guardar a minha escolha",
    saved: "A sua escolha está guardada.",
    pause: "Pausar 90 dias",
    pauseHint: "Nenhum e-mail durante 90 dias. Depois voltará a ter notícias nossas.",
    paused: "Não receberá e-mails até {date}.",
    all: "Cancelar tudo",
    allHint: "Não receberá mais e-mails de {sender}.",
    done: "A subscrição está cancelada",
    doneHint: "Não receberá mais e-mails de {sender}. Não tem de fazer mais nada.",
    back: "Voltar às escolhas",
    nothingYet: "Nada muda até carregar num botão. Fechar esta página não muda nada.",
    broken: "Este link não está completo",
    brokenHint: "Abra o link a partir do próprio e-mail, ou responda-lhe com a palavra “cancelar”.",
  },
};

/** A sentence with its places filled. */
export function fillWords(sentence: string, places: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
}
