/** Text from outside as it stands in a Markdown file: a licence, a name, a class. It is text, whatever signs it holds. */

/** Signs that Markdown or HTML would read; the others are left alone, so that usual text stays as it is. */
const READ = /[\\`*_[\]<>&|~#!]/g;
/** What is made a link without any sign for it, by GitHub and others. */
const LINKS = /(https?|ftp)(:\/\/)|(www)(\.)|(@)/gi;

/** One line: line ends and what is not seen become spaces. */
export function markdownText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .replace(READ, '\\$&')
    .replace(LINKS, (_, scheme?: string, slashes?: string, www?: string, point?: string) =>
      scheme ? `${scheme}\\${slashes ?? ''}` : www ? `${www}\\${point ?? ''}` : '\\@',
    )
    .replace(/^([-+=]|\d+[.)])/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);
}
