// What the server says in English, in German. A part in braces, such as a figure, stands in both.

export const sentences: Record<string, string> = {
  // Sessions and accounts
  'This was asked for by another site.': 'Das kam von einer anderen Seite.',
  'There is no session: start as a guest or sign in.': 'Es gibt keine Sitzung: als Gast anfangen oder anmelden.',
  'Too many tries. Try again in {count} minutes.': 'Zu viele Versuche. In {count} Minuten geht es wieder.',
  'Too many tries. Try again in {count} minute.': 'Zu viele Versuche. In {count} Minute geht es wieder.',
  'Too many tries. Try again in {count} seconds.': 'Zu viele Versuche. In {count} Sekunden geht es wieder.',
  'Too many tries. Try again in {count} second.': 'Zu viele Versuche. In {count} Sekunde geht es wieder.',
  'Something went wrong on our side. Try again.': 'Der Fehler liegt bei uns. Bitte noch einmal versuchen.',
  'EasyMirror could not do this. Try again.': 'EasyMirror konnte das nicht tun. Bitte noch einmal versuchen.',
  'A guest session could not be made. Allow cookies for this page and try again.':
    'Es ließ sich keine Gastsitzung anlegen. Bitte Cookies für diese Seite erlauben und noch einmal versuchen.',
  'A guest has no password: make an account first.': 'Ein Gast hat kein Passwort: zuerst ein Konto anlegen.',
  'A guest gets a username by making an account.': 'Ein Gast bekommt einen Benutzernamen, indem er ein Konto anlegt.',
  'You have an account already.': 'Es gibt schon ein Konto.',
  'The password has just been changed from elsewhere.': 'Das Passwort wurde gerade anderswo geändert.',
  'This is not your current password.': 'Das ist nicht das jetzige Passwort.',
  'Type your current password.': 'Bitte das jetzige Passwort eingeben.',
  'Choose a password.': 'Bitte ein Passwort wählen.',
  'A password has at least {count} characters.': 'Ein Passwort hat mindestens {count} Zeichen.',
  'A password has at most {count} characters.': 'Ein Passwort hat höchstens {count} Zeichen.',
  'Type your username to confirm.': 'Zum Bestätigen bitte den Benutzernamen eingeben.',
  'This is not your username.': 'Das ist nicht der Benutzername.',
  'Type “{expected}” to confirm.': 'Zum Bestätigen bitte „{expected}“ eingeben.',
  'This username is taken.': 'Diesen Benutzernamen gibt es schon.',
  'Another account has this e-mail address.': 'Diese E-Mail-Adresse gehört zu einem anderen Konto.',
  'The host “{host}” takes no accounts of yours.': 'Der Host „{host}“ nimmt keine eigenen Konten.',
  'Your account at “{host}” cannot be used any more: enter it anew.':
    'Das Konto bei „{host}“ ist nicht mehr brauchbar: bitte neu eingeben.',

  // Mirrors and uploads
  'This {what} does not exist.': 'Das gibt es nicht (mehr).',
  'The host “{host}” is not ready to take files.': 'Der Host „{host}“ kann noch keine Dateien annehmen.',
  'This mirror has expired.': 'Dieser Mirror ist abgelaufen.',
  'The file has not arrived yet.': 'Die Datei ist noch nicht angekommen.',
  'The file has {size} bytes, but {arrived} have arrived.': 'Die Datei hat {size} Bytes, angekommen sind {arrived}.',
  'This file is on its way to hosts already. Cancel the mirror to stop what has not arrived.':
    'Diese Datei ist schon zu Hosts unterwegs. Wer den Mirror abbricht, hält auf, was noch nicht angekommen ist.',
  'Storage does not hold the parts that were named.': 'Im Speicher liegen die genannten Teile nicht.',
  'This is too large for a form.': 'Das ist zu groß für ein Formular.',
  'This call is too large. Files go to storage, not through calls.': 'Dieser Aufruf ist zu groß.',
  'EasyMirror is restarting.': 'EasyMirror startet neu.',
  'A mirror’s name has at most {count} characters.': 'Der Name eines Mirrors hat höchstens {count} Zeichen.',

  // How long hosts keep files
  '15 days after the last download': '15 Tage nach dem letzten Download',
  '30 days to a year, the less the larger a file is': '30 Tage bis ein Jahr, je größer die Datei, desto kürzer',
  '60 days after the last download': '60 Tage nach dem letzten Download',
  '7 days, for its links end then': '7 Tage, dann enden die Links',
  '72 hours at most': 'höchstens 72 Stunden',
  'as the package of the account says': 'wie der Tarif des Kontos sagt',
  'at least 10 days after the last download': 'mindestens 10 Tage nach dem letzten Download',
  'by the kind of account, guests the shortest': 'je nach Art des Kontos, bei Gästen am kürzesten',
  'for a while that BuzzHeavier does not tell': 'eine Zeit lang, die BuzzHeavier nicht nennt',
  'for as long as Bunkr keeps files': 'solange Bunkr Dateien behält',
  'for ever, for everybody': 'für immer, für alle',
  'for good with an account, else until 2 years after the last download':
    'mit Konto für immer, sonst bis 2 Jahre nach dem letzten Download',
  'not published': 'nicht veröffentlicht',
  'until nobody has downloaded the file for some time': 'bis die Datei eine Zeit lang niemand herunterlädt',
  '{count} days': '{count} Tage',

  // How hosts do
  'It {sentence} Files for it wait, and go on by themselves.':
    'Der Host ist gestört. Dateien für ihn warten und gehen von selbst weiter.',
}
