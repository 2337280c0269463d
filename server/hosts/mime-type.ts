// The type of a file as it may stand in a header.

/** A type comes from a browser or a program, so that anything which is not one travels as plain bytes. */
export const mimeType = (type: string): string =>
  /^[\w.+-]+\/[\w.+-]+(;[ \w.+=-]*)?$/.test(type) ? type : 'application/octet-stream'
