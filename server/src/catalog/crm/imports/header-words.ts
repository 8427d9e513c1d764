import type { ImportField } from "@haste/contract/nouns/crm";

/**
 * What programs and people call their columns, in the languages lists come in; compared without case, accents, spaces
 * and punctuation. Sorted by field, a line per language: English, German, French, Spanish, Italian, Portuguese, Dutch,
 * Polish, Scandinavian, Russian, Chinese, Japanese.
 */
const headerWords: Readonly<Record<ImportField, string>> = {
  email: `email|e-mail|mail|email address|e-mail address|mail address|work email|business email|primary email|contact email
    |e-mail-adresse|mailadresse|email adresse
    |courriel|adresse email|adresse e-mail|adresse electronique|adresse mail
    |correo|correo electronico|direccion de correo|direccion de correo electronico
    |posta elettronica|indirizzo email|indirizzo e-mail|endereco de email|endereco de e-mail|correio eletronico
    |e-mailadres|emailadres|adres email|adres e-mail|poczta|e-post|epost|e-postadress|epostadresse|sahkoposti
    |почта|электронная почта|эл почта|邮箱|电子邮件|电子邮箱|メール|メールアドレス`,
  firstName: `first name|firstname|fname|given name|forename|christian name
    |vorname|prenom|nombre|nombre de pila|nome|primeiro nome|nome proprio|voornaam|imie|fornamn|fornavn|etunimi|имя|名|名字`,
  lastName: `last name|lastname|lname|surname|family name
    |nachname|familienname|zuname|nom|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|ultimo nome
    |achternaam|nazwisko|efternamn|etternavn|efternavn|sukunimi|фамилия|姓|姓氏`,
  fullName: `name|full name|contact|contact name|person|display name
    |vollstandiger name|ansprechpartner|kontakt|nom complet|contacto|nombre completo|nombre y apellidos|nome completo
    |nome e cognome|contatto|contato|volledige naam|naam|imie i nazwisko|namn|navn|nimi|фио|姓名|氏名|名前|お名前`,
  title: `title|job title|position|role|function|job|occupation|job function
    |funktion|stelle|berufsbezeichnung|stellenbezeichnung|jobtitel|rolle|beruf
    |fonction|poste|titre|intitule du poste|cargo|puesto|funcion|ruolo|qualifica|mansione|funcao
    |functie|functietitel|stanowisko|befattning|stilling|должность|职位|职务|役職`,
  timezone: `timezone|time zone|tz|iana timezone
    |zeitzone|fuseau horaire|zona horaria|huso horario|fuso orario|fuso horario|tijdzone|strefa czasowa|tidszon|tidssone
    |часовой пояс|时区|タイムゾーン`,
  companyName: `company|company name|organization|organisation|account|account name|employer|business|business name|firm
    |firma|firmenname|unternehmen|gesellschaft|arbeitgeber|societe|entreprise|nom de l'entreprise|raison sociale|organisme
    |empresa|compania|nombre de la empresa|azienda|societa|ditta|ragione sociale|nome da empresa|bedrijf|bedrijfsnaam
    |organisatie|nazwa firmy|przedsiebiorstwo|foretag|bedrift|virksomhed|yritys|компания|организация|公司|公司名称|会社|会社名`,
  companyDomain: `domain|company domain|website|web site|web|homepage|url|company website|company url|site
    |webseite|internetseite|internet|domane|site web|site internet|domaine|sitio web|pagina web|dominio|sito|sito web
    |strona internetowa|strona www|www|hemsida|nettside|hjemmeside|сайт|网站|网址|ウェブサイト|ホームページ`,
  industry: `industry|sector|branch|vertical
    |branche|wirtschaftszweig|industrie|secteur|secteur d'activite|industria|settore|setor|ramo|sektor|branza|bransch|bransje
    |отрасль|行业|業種|業界`,
  tags: `tags|tag|labels|label|contact tags|keywords|schlagworter|schlagworte|stichworter|stichworte|etiketten|etiquettes
    |mots-cles|libelles|etiquetas|palabras clave|etichette|parole chiave|marcadores|palavras-chave|trefwoorden|tagi|etykiety
    |taggar|etiketter|merkelapper|tunnisteet|теги|метки|标签|標籤|タグ`,
  legalBasis: `legal basis|lawful basis|gdpr basis|basis for processing|legal basis for processing
    |rechtsgrundlage|base legale|base legal|base juridica|base giuridica|rechtsgrond|podstawa prawna|rattslig grund`,
  consentKind: "consent kind|consent type|type of consent|kind of consent|art der einwilligung|type de consentement",
  consentDate: `consent date|date of consent|consented at|consent given on|opt-in date|optin date|opt in time
    |einwilligung am|datum der einwilligung|date du consentement|fecha de consentimiento|data del consenso`,
  consentSource: `consent source|source of consent|opt-in source|optin source
    |quelle der einwilligung|source du consentement|origen del consentimiento|fonte del consenso`,
  consentProof: "consent proof|proof of consent|consent text|nachweis der einwilligung|preuve du consentement",
};

/** A header as it is compared. */
export function normalizeHeader(header: string): string {
  return header
    .normalize("NFKD")
    .replace(/[\p{M}]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Normalized header → field; built once. */
export const fieldOfHeader: ReadonlyMap<string, ImportField> = new Map(
  Object.entries(headerWords).flatMap(([field, words]) =>
    words.split("|").map((word) => [normalizeHeader(word), field as ImportField] as const),
  ),
);
