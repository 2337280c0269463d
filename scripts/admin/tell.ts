// What an operator is told, as lines for a terminal.
import type { TakenDown } from '#server/jobs/take-down.ts'
import type { OpenReport } from '#server/queries/system/open-reports.ts'

/** Names and reports are anybody's, and a terminal does what control characters say. */
const harmless = (text: string): string =>
  text.replaceAll(/[^\S\n]|[\p{Cc}\p{Cf}]/gu, (one) => (one === '\n' ? one : ' '))

const oneLine = (text: string): string => harmless(text).replaceAll('\n', ' ')

/** @param baseUrl where people see the pages; no trailing slash */
export function tellReports(reports: readonly OpenReport[], baseUrl: string): string {
  if (reports.length === 0) return 'There is no open report.'
  return reports.map((report) => tellReport(report, baseUrl)).join('\n\n')
}

function tellReport(report: OpenReport, baseUrl: string): string {
  const { id, mirrorId, owner, name, reason, details, contact, reportedAt, ofMirror } = report
  const lines = [
    `report    ${id}`,
    `at        ${reportedAt.toISOString()}`,
    `reason    ${reason}`,
    `mirror    ${mirrorId}${ofMirror > 1 ? ` (${ofMirror} open reports)` : ''}`,
    `name      ${oneLine(name)}`,
    `page      ${baseUrl}/mirror/${mirrorId}`,
    `owner     ${owner}`,
    ...(contact === null ? [] : [`contact   ${oneLine(contact)}`]),
    ...(details === null ? [] : [`details   ${harmless(details).replaceAll('\n', '\n          ')}`]),
  ]
  return lines.join('\n')
}

export function tellTakenDown({ copies, hosts }: TakenDown, deleteCopies: boolean): string {
  const down = 'The mirror is taken down: nobody sees it any more, and what was on its way has stopped.'
  if (!deleteCopies) return `${down} Copies at hosts stay; --delete-copies deletes them.`
  if (copies === 0) return `${down} No host has a copy.`
  return `${down} Copies to be deleted: ${copies}, at ${hosts.join(', ')}. Hosts that cannot delete keep theirs; the log of the instance says which.`
}
