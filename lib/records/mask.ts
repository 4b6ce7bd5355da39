// Masks what is a person by its form alone: addresses, @mentions, trailers and the owners that merge subjects name.

// GitHub names the branch of a fork by its owner.
const MERGE_SUBJECT = /^(Merge pull request #\d+ from )([^\s/]+)\//

// Git names the remote of a pull: "Merge branch 'main' of github.com:owner/name".
const MERGE_REMOTE = /^(Merge (?:remote-tracking )?branch(?:es)? .{1,200} of (?:\w+:\/\/)?[\w.-]{1,253}[:/])([^\s/]+)\//

const TRAILER =
  /\b((?:co-authored|co-developed|signed-off|reviewed|acked|tested|reported|suggested|helped|approved|pair-programmed)-(?:by|with):)[^\n]*/gi

// `@scope/name` is a package, `@v4` after a word a version; what else begins with @ is masked, whoever it is.
const MENTION = /(?<![\p{L}\p{N}_])@([\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*)(\/[\p{L}\p{N}_])?/gu

/** The text with `…` in place of persons that show by their form. What is masked stays as it is. */
export function maskText(text: string): string {
  let masked = text
  if (masked.includes('@')) masked = maskAddresses(masked).replace(MENTION, maskMention)
  if (masked.startsWith('Merge')) masked = masked.replace(MERGE_SUBJECT, '$1…/').replace(MERGE_REMOTE, '$1…/')
  return masked.includes('-') && masked.includes(':') ? masked.replace(TRAILER, '$1 …') : masked
}

function maskMention(mention: string, name: string, path: string | undefined): string {
  return path !== undefined || !/\p{L}/u.test(name) ? mention : '@…'
}

const DOMAIN = /(?:[\p{L}\p{N}_-]{1,63}\.){1,16}\p{L}[\p{L}\p{N}-]{1,62}|localhost/uy
const LOCAL_PART_ENDS = /[\s@<>()[\],;:"]/

// NOTE: by hand from each @, because a regular expression for the local part is quadratic on long lines.
function maskAddresses(text: string): string {
  let masked = ''
  let done = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    DOMAIN.lastIndex = at + 1
    if (!DOMAIN.test(text)) continue
    const end = DOMAIN.lastIndex
    let start = at
    if (text[at - 1] === '"') start = Math.max(done, text.lastIndexOf('"', at - 2))
    else while (start > done && !LOCAL_PART_ENDS.test(text[start - 1] ?? '')) start -= 1
    if (start === at) continue
    masked += `${text.slice(done, start)}…@…`
    done = end
    at = end - 1
  }
  return masked + text.slice(done)
}
