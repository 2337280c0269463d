// CORS rules: what they may be, and which of them a request meets.
import { z } from 'zod'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { element, type Markup, optional, type XmlNode } from '#server/embedded/storage/xml.ts'

const ruleSchema = z.object({
  id: z.string().optional(),
  origins: z.array(z.string()),
  methods: z.array(z.string()),
  headers: z.array(z.string()),
  expose: z.array(z.string()),
  maxAge: z.number().optional(),
})

export type CorsRule = z.infer<typeof ruleSchema>

const mostRules = 100
const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD']

/** The rules as the index keeps them. */
export const parseRules = (json: string): CorsRule[] => z.array(ruleSchema).parse(JSON.parse(json))

function checkWildcard(values: readonly string[], name: string): void {
  const wrong = values.find((value) => value.split('*').length > 2)
  if (wrong !== undefined)
    throw new S3Error('InvalidRequest', `${name} "${wrong}" can not have more than one wildcard.`)
}

function readRule(node: XmlNode): CorsRule {
  const texts = (name: string) => node.all(name).map((child) => child.content().trim())
  const [id, age] = [node.text('ID'), node.text('MaxAgeSeconds')?.trim()]
  const rule: CorsRule = {
    origins: texts('AllowedOrigin'),
    methods: texts('AllowedMethod'),
    headers: texts('AllowedHeader'),
    expose: texts('ExposeHeader'),
    ...(id !== undefined && { id }),
    ...(age !== undefined && { maxAge: Number(age) }),
  }
  if (rule.origins.length === 0 || rule.methods.length === 0) throw new S3Error('MalformedXML')
  if (age !== undefined && !/^\d{1,9}$/.test(age)) throw new S3Error('MalformedXML')
  const unsupported = rule.methods.find((method) => !methods.includes(method))
  if (unsupported !== undefined)
    throw new S3Error(
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${unsupported}`,
    )
  checkWildcard(rule.origins, 'AllowedOrigin')
  checkWildcard(rule.headers, 'AllowedHeader')
  const exposedWildcard = rule.expose.find((value) => value.includes('*'))
  if (exposedWildcard !== undefined)
    throw new S3Error(
      'InvalidRequest',
      `ExposeHeader "${exposedWildcard}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
    )
  return rule
}

/** @throws {S3Error} MalformedXML, InvalidRequest */
export function readRules(configuration: XmlNode): CorsRule[] {
  const rules = configuration.all('CORSRule').map(readRule)
  if (rules.length === 0 || rules.length > mostRules) throw new S3Error('MalformedXML')
  return rules
}

export const renderRules = (rules: readonly CorsRule[]): Markup[] =>
  rules.map((rule) =>
    element('CORSRule', [
      ...optional('ID', rule.id),
      ...rule.methods.map((method) => element('AllowedMethod', method)),
      ...rule.origins.map((origin) => element('AllowedOrigin', origin)),
      ...rule.headers.map((header) => element('AllowedHeader', header)),
      ...rule.expose.map((header) => element('ExposeHeader', header)),
      ...optional('MaxAgeSeconds', rule.maxAge),
    ]),
  )

function fits(pattern: string, value: string): boolean {
  const star = pattern.indexOf('*')
  if (star === -1) return pattern === value
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return value.length >= head.length + tail.length && value.startsWith(head) && value.endsWith(tail)
}

export type CorsRequest = { origin: string; method: string; headers: readonly string[] }

/** The first rule that allows the request. */
export const matchRule = (rules: readonly CorsRule[], { origin, method, headers }: CorsRequest): CorsRule | undefined =>
  rules.find(
    (rule) =>
      rule.origins.some((pattern) => fits(pattern, origin)) &&
      rule.methods.includes(method) &&
      headers.every((header) => rule.headers.some((pattern) => fits(pattern.toLowerCase(), header.toLowerCase()))),
  )

/** The headers that tell a browser what a rule allows. */
export function corsHeaders(rule: CorsRule, { origin, headers }: CorsRequest): Record<string, string> {
  const anyone = rule.origins.includes('*')
  return {
    'Access-Control-Allow-Origin': anyone ? '*' : origin,
    'Access-Control-Allow-Methods': rule.methods.join(', '),
    ...(anyone ? {} : { 'Access-Control-Allow-Credentials': 'true' }),
    ...(headers.length > 0 && { 'Access-Control-Allow-Headers': headers.join(', ') }),
    ...(rule.expose.length > 0 && { 'Access-Control-Expose-Headers': rule.expose.join(', ') }),
    ...(rule.maxAge !== undefined && { 'Access-Control-Max-Age': String(rule.maxAge) }),
    Vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}
