// The body of a request as text, as far as it is worth reading.

/** Null when it is longer than `most` bytes, of which no more is read then. */
export async function textOf({ body }: Request, most: number): Promise<string | null> {
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  if (body)
    for await (const piece of body) {
      bytes += piece.length
      if (bytes > most) return null
      text += decoder.decode(piece, { stream: true })
    }
  return text + decoder.decode()
}
