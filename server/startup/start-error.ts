// The error of a start that cannot go on: its message is the one line that the operator reads.

/** A foreseen fault of the start. `message` is shown as it is, on one line; `cause` goes to the log at level debug only. */
export class StartError extends Error {
  override readonly name = 'StartError'

  constructor(line: string, cause?: unknown) {
    super(line, cause === undefined ? undefined : { cause })
  }
}
