/**
 * What most passwords that were ever published are made of. A password is compared without its digits, signs and usual
 * replacements (`P@ssw0rd2024!` is `password`), so that a short list stands for the long lists of leaked passwords.
 */
export const COMMON_STEMS: ReadonlySet<string> = new Set(
  `password passwort passphrase motdepasse contrasena wachtwoord secret topsecret letmein letmeinnow welcome welcomeback
  willkommen changeme changemenow changeit admin administrator adminadmin root rootroot superuser superman batman spiderman
  starwars pokemon qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx
  qazwsxedc qweasd qweasdzxc iloveyou loveyou ilovegod iloveme princess sunshine monkey dragon football baseball basketball
  soccer hockey michael michelle jennifer jessica ashley daniel anthony joshua matthew charlie thomas jordan hunter ranger
  buster shadow master mustang access computer internet server database network security secure system windows microsoft
  google facebook linkedin instagram samsung iphone android summer winter spring autumn january february march april june
  july august september october november december monday tuesday wednesday thursday friday saturday sunday trustno freedom
  whatever liverpool arsenal chelsea manchester barcelona realmadrid juventus ferrari mercedes porsche corvette harley
  cookie chocolate cheese pepper ginger flower butterfly angel jesus christ blessed heaven tigger snoopy hello helloworld
  test testtest testing tester guest default user username login demo example sample temp temporary company corporate office
  payment payments cardholder cardholderdata creditcard pcidss scopemap netflow firewall cisco juniper default oracle
  postgres mysql abc abcd abcde abcdef abcdefg abcabc aaa xxx zzz passpass pass passwd pwd love lovely sexy killer fuckyou
  fuckoff nothing something anything everything forever family mother father brother sister baby babygirl babyboy girl boy`
    .split(/\s+/)
    .filter(Boolean),
);
