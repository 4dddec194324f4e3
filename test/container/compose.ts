/** compose.yaml as Docker reads it: the YAML, with what stands in `${...}` filled in. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../set-up/programs.ts'
import { containerPackages } from './image.ts'

export interface Service {
  readonly build?: string
  readonly image?: string
  readonly init?: boolean
  readonly profiles?: readonly string[]
  readonly ports?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly volumes?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly stop_grace_period: string
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

export async function readCompose(): Promise<Compose> {
  const { load } = await containerPackages()
  return load('yaml').parse(readFileSync(join(root, 'compose.yaml'), 'utf8'), { strict: true })
}

/** Throws where a variable that must be set is not, as Docker does. */
export async function composeEnvironment(
  service: string,
  variables: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const { services } = await readCompose()
  const environment = Object.entries(services[service]?.environment ?? {})
  return Object.fromEntries(environment.map(([name, value]) => [name, filled(value, variables)]))
}

function filled(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name, kind, rest) => {
    const value = variables[name]
    if (value) return value
    if (kind === '?') throw new Error(`${name}: ${rest}`)
    return kind === '-' ? rest : ''
  })
}
