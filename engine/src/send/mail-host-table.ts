export interface MailHostRow {
  readonly id: string;
  readonly name: string;
  readonly smtp: string;
  /** Empty: a service that only sends. */
  readonly imap: string;
  readonly username: keyof typeof usernames;
  readonly password: keyof typeof passwords;
  readonly domains: string;
  readonly mx: string;
  /** Where the host tells what holds today. */
  readonly page: string;
}

/** What is typed as the user name. */
export const usernames = {
  address: "The whole address",
  apikey: "The word apikey",
  login: "The SMTP login of its console",
  token: "The server API token",
  mjKey: "The API key",
  sesUser: "The SMTP user name of its console",
} as const;

/** What is typed as the password: the one of the mailbox is often refused. */
export const passwords = {
  own: "The password of the mailbox",
  app: "An app password, made in the security settings of the mailbox; the usual password is refused",
  smtpAuth: "The password, where an admin allows authenticated SMTP; most organizations need Connect with Microsoft",
  consent: "Passwords are refused since 2024: connect with Microsoft",
  imapOn: "The password, after IMAP access is switched on in the settings of the mailbox",
  bridge: "The password that Bridge shows; it runs beside this product, in a network named by --allow-private-hosts",
  tOnline: "The password for e-mail programs, set in the customer center",
  key: "An API key with the right to send",
  smtp: "The SMTP password of its console",
  token: "The server API token again",
  mjSecret: "The secret key",
  sesPass: "The SMTP password of its console",
} as const;

/**
 * How the servers of well-known mail hosts are reached: id, name, SMTP, IMAP, user name, password, domains of addresses,
 * ends of the names that mail of other domains goes to, the page on which the host tells it. The SMTP servers of 19 rows are
 * those of nodemailer's list of services; the other rows were checked against nothing, and none was tried. A port says how it is encrypted: 465 and 993 from the first byte, others by STARTTLS (RFC 8314 §3).
 */
const table = `
gmail | Gmail and Google Workspace | smtp.gmail.com 465 | imap.gmail.com 993 | address | app | gmail.com googlemail.com | google.com googlemail.com | https://support.google.com/mail/answer/7126229
microsoft-365 | Microsoft 365 | smtp.office365.com 587 | outlook.office365.com 993 | address | smtpAuth |  | mail.protection.outlook.com mx.microsoft | https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission
outlook | Outlook.com and Hotmail | smtp-mail.outlook.com 587 | outlook.office365.com 993 | address | consent | outlook.com hotmail.com live.com msn.com outlook.de hotmail.de hotmail.co.uk hotmail.fr live.co.uk | olc.protection.outlook.com outlook.com hotmail.com | https://support.microsoft.com/en-us/office/pop-imap-and-smtp-settings-for-outlook-com-d088b986-291d-42b8-9564-9c414e2aa040
fastmail | Fastmail | smtp.fastmail.com 465 | imap.fastmail.com 993 | address | app | fastmail.com fastmail.fm sent.com | messagingengine.com | https://www.fastmail.help/hc/en-us/articles/1500000278342
zoho | Zoho Mail | smtp.zoho.com 465 | imap.zoho.com 993 | address | app | zoho.com zohomail.com | zoho.com zohomail.com | https://www.zoho.com/mail/help/imap-access.html
zoho-eu | Zoho Mail (Europe) | smtp.zoho.eu 465 | imap.zoho.eu 993 | address | app | zoho.eu zohomail.eu | zoho.eu zohomail.eu | https://www.zoho.com/mail/help/imap-access.html
yahoo | Yahoo Mail | smtp.mail.yahoo.com 465 | imap.mail.yahoo.com 993 | address | app | yahoo.com ymail.com rocketmail.com yahoo.de yahoo.co.uk yahoo.fr yahoo.it yahoo.es | yahoodns.net | https://help.yahoo.com/kb/SLN4075.html
aol | AOL Mail | smtp.aol.com 465 | imap.aol.com 993 | address | app | aol.com aim.com aol.de | mx-aol.mail.gm0.yahoodns.net | https://help.aol.com/articles/how-do-i-use-other-email-applications-to-send-and-receive-my-aol-mail
icloud | iCloud Mail | smtp.mail.me.com 587 | imap.mail.me.com 993 | address | app | icloud.com me.com mac.com | mail.icloud.com apple.com | https://support.apple.com/en-us/102525
ionos | IONOS | smtp.ionos.com 465 | imap.ionos.com 993 | address | own |  | ionos.com 1and1.com | https://www.ionos.com/help/email/general-topics/settings-for-your-email-programs-imap-pop3/
ionos-de | IONOS (Germany) | smtp.ionos.de 465 | imap.ionos.de 993 | address | own |  | ionos.de kundenserver.de perfora.net | https://www.ionos.de/hilfe/e-mail/allgemeine-themen/serverinformationen-fuer-imap-pop3-und-smtp/
strato | STRATO | smtp.strato.de 465 | imap.strato.de 993 | address | own |  | rzone.de | https://www.strato.de/faq/mail/wie-lauten-die-server-daten-fuer-mein-e-mail-programm/
gmx | GMX | mail.gmx.net 465 | imap.gmx.net 993 | address | imapOn | gmx.de gmx.net gmx.at gmx.ch gmx.eu | gmx.net | https://hilfe.gmx.net/pop-imap/imap/imap-serverdaten.html
gmx-com | GMX.com | mail.gmx.com 465 | imap.gmx.com 993 | address | imapOn | gmx.com gmx.us gmx.co.uk |  | https://support.gmx.com/pop-imap/imap/server.html
web-de | WEB.DE | smtp.web.de 465 | imap.web.de 993 | address | imapOn | web.de | web.de | https://hilfe.web.de/pop-imap/imap/imap-serverdaten.html
mail-com | mail.com | smtp.mail.com 465 | imap.mail.com 993 | address | imapOn | mail.com email.com | mail.com | https://support.mail.com/premium/imap/server.html
ovh | OVHcloud | ssl0.ovh.net 465 | ssl0.ovh.net 993 | address | own |  | mail.ovh.net | https://help.ovhcloud.com/csm/en-mx-plan-thunderbird-windows-configuration
infomaniak | Infomaniak | mail.infomaniak.com 465 | mail.infomaniak.com 993 | address | app | ik.me ikmail.com etik.com | infomaniak.ch | https://www.infomaniak.com/en/support/faq/2427
gandi | Gandi | mail.gandi.net 465 | mail.gandi.net 993 | address | own |  | mail.gandi.net | https://docs.gandi.net/en/gandimail/standard_email_settings/index.html
mailbox-org | mailbox.org | smtp.mailbox.org 465 | imap.mailbox.org 993 | address | own | mailbox.org | mailbox.org | https://kb.mailbox.org/en/private/e-mail-article/set-up-e-mail-program
posteo | Posteo | posteo.de 465 | posteo.de 993 | address | own | posteo.de posteo.net posteo.eu | posteo.de | https://posteo.de/en/help/how-do-i-set-up-posteo-in-an-email-client-pop3-imap-and-smtp
proton | Proton Mail Bridge | 127.0.0.1 1025 | 127.0.0.1 1143 | address | bridge | proton.me protonmail.com pm.me | protonmail.ch protonmail.me proton.ch proton.me | https://proton.me/support/imap-smtp-and-pop3-setup
yandex | Yandex Mail | smtp.yandex.com 465 | imap.yandex.com 993 | address | app | yandex.com yandex.ru ya.ru | yandex.net | https://yandex.com/support/yandex-360/customers/mail/en/mail-clients/others
mail-ru | Mail.ru | smtp.mail.ru 465 | imap.mail.ru 993 | address | app | mail.ru inbox.ru list.ru bk.ru | mail.ru | https://help.mail.ru/mail/mailer/popsmtp
hostinger | Hostinger | smtp.hostinger.com 465 | imap.hostinger.com 993 | address | own |  | hostinger.com | https://support.hostinger.com/en/articles/1575756
godaddy | GoDaddy Workspace | smtpout.secureserver.net 465 | imap.secureserver.net 993 | address | own |  | secureserver.net | https://www.godaddy.com/help/server-and-port-settings-for-workspace-email-6949
namecheap | Namecheap Private Email | mail.privateemail.com 465 | mail.privateemail.com 993 | address | own |  | privateemail.com | https://www.namecheap.com/support/knowledgebase/article.aspx/1179/2175/general-private-email-configuration-for-mail-clients-and-mobile-devices/
rackspace | Rackspace Email | secure.emailsrvr.com 465 | secure.emailsrvr.com 993 | address | own |  | emailsrvr.com | https://docs.rackspace.com/docs/find-your-server-settings-for-rackspace-email
workmail-us-east | Amazon WorkMail (us-east-1) | smtp.mail.us-east-1.awsapps.com 465 | imap.mail.us-east-1.awsapps.com 993 | address | own |  | inbound-smtp.us-east-1.amazonaws.com | https://docs.aws.amazon.com/workmail/latest/userguide/using_IMAP.html
workmail-us-west | Amazon WorkMail (us-west-2) | smtp.mail.us-west-2.awsapps.com 465 | imap.mail.us-west-2.awsapps.com 993 | address | own |  | inbound-smtp.us-west-2.amazonaws.com | https://docs.aws.amazon.com/workmail/latest/userguide/using_IMAP.html
workmail-eu-west | Amazon WorkMail (eu-west-1) | smtp.mail.eu-west-1.awsapps.com 465 | imap.mail.eu-west-1.awsapps.com 993 | address | own |  | inbound-smtp.eu-west-1.amazonaws.com | https://docs.aws.amazon.com/workmail/latest/userguide/using_IMAP.html
aruba | Aruba | smtps.aruba.it 465 | imaps.aruba.it 993 | address | own | aruba.it | aruba.it | https://guide.aruba.it/hosting/email/parametri-configurazione-email.aspx
hetzner | Hetzner | mail.your-server.de 465 | mail.your-server.de 993 | address | own |  | your-server.de | https://docs.hetzner.com/konsoleh/account-management/email/setting-up-an-email-account/
t-online | Telekom (t-online.de) | securesmtp.t-online.de 465 | secureimap.t-online.de 993 | address | tOnline | t-online.de magenta.de | t-online.de | https://www.telekom.de/hilfe/apps-dienste/e-mail/programme-imap/server-pop3-imap
migadu | Migadu | smtp.migadu.com 465 | imap.migadu.com 993 | address | own |  | migadu.com | https://migadu.com/guides/
sendgrid | SendGrid | smtp.sendgrid.net 587 |  | apikey | key |  |  | https://www.twilio.com/docs/sendgrid/for-developers/sending-email/getting-started-smtp
mailgun | Mailgun | smtp.mailgun.org 587 |  | login | smtp |  | mailgun.org | https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp
mailgun-eu | Mailgun (Europe) | smtp.eu.mailgun.org 587 |  | login | smtp |  | eu.mailgun.org | https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp
postmark | Postmark | smtp.postmarkapp.com 587 |  | token | token |  |  | https://postmarkapp.com/developer/user-guide/send-email-with-smtp
brevo | Brevo | smtp-relay.brevo.com 587 |  | login | smtp |  |  | https://help.brevo.com/hc/en-us/articles/7924908994450
mailjet | Mailjet | in-v3.mailjet.com 587 |  | mjKey | mjSecret |  |  | https://dev.mailjet.com/smtp-relay/configuration/
ses-smtp | Amazon SES (us-east-1) | email-smtp.us-east-1.amazonaws.com 587 |  | sesUser | sesPass |  |  | https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html
`;

export const mailHostRows: readonly MailHostRow[] = table
  .trim()
  .split("\n")
  .map((line) => {
    const [id = "", name = "", smtp = "", imap = "", username, password, domains = "", mx = "", page = ""] = line
      .split("|")
      .map((cell) => cell.trim());
    const words = { username: username as MailHostRow["username"], password: password as MailHostRow["password"] };
    return { id, name, smtp, imap, ...words, domains, mx, page };
  });
