// How the files of a share page are narrowed and sorted, as it stands in the address: `?q=`, `?sort=` and `?page=`.

export const sorts = ['added', 'name', 'size'] as const
export type Sort = (typeof sorts)[number]

export const isSort = (value: unknown): value is Sort => sorts.some((sort) => sort === value)

/** `page` counts from 1. */
export type FileQuery = { q: string; sort: Sort; page: number }

/** The address of a page of files, beginning with `?`; that alone is the first of all. */
export function addressOf({ q, sort, page }: FileQuery): string {
  const params = new URLSearchParams()
  if (q !== '') params.set('q', q)
  if (sort !== 'added') params.set('sort', sort)
  if (page > 1) params.set('page', String(page))
  return `?${params.toString()}`
}
