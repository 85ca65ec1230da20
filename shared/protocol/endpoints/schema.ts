import { z } from 'zod';
import { assertNever } from '../../kit/errors.ts';
import { parameterName } from '../../kit/untrusted/secrets-in-addresses.ts';
import { entraMethods, type EntraSignIn } from '../authentication.ts';
import type { FieldSpec } from './form-parts/endpoint-form.ts';
import { type AnyForm, type Endpoint, endpointForms, fieldsOf } from './all-forms.ts';

export type { AuthScheme, EntraMethod, EntraSignIn } from '../authentication.ts';
export type { Endpoint, EndpointKind } from './all-forms.ts';

export const entraSchema = z.object({
  method: z.enum(entraMethods),
  tenantId: z
    .string()
    .regex(/^[A-Za-z0-9.-]{0,200}$/)
    .optional(),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9-]{0,200}$/)
    .optional(),
}) satisfies z.ZodType<EntraSignIn>;

/** What one field may hold. */
function schemaOfField(field: FieldSpec): z.ZodType {
  switch (field.type) {
    case 'text': {
      const { least = 0, most = Infinity, pattern } = field;
      const text = z.string();
      const long = least > 0 ? text.min(least) : text;
      const short = most < Infinity ? long.max(most) : long;
      return pattern === undefined ? short : short.regex(pattern);
    }
    case 'choice':
      return z.enum(field.choices.map(({ value }) => value));
    case 'parameters':
      return z.array(z.string().regex(parameterName)).max(field.most);
    case 'entra':
      return entraSchema;
    default:
      return assertNever(field, 'Field of an endpoint');
  }
}

function schemaOfForm(form: AnyForm) {
  const members = fieldsOf(form).map(([name, field]) => {
    const schema = schemaOfField(field);
    return [name, field.optional === true ? schema.optional() : schema] as const;
  });
  return z.object({ kind: z.literal(form.kind), ...Object.fromEntries(members) });
}

/** The schema of all forms. `Endpoint` is made of the same fields, which the compiler cannot follow through a table. */
function schemaOfForms(forms: readonly AnyForm[]): z.ZodType<Endpoint>;
function schemaOfForms(forms: readonly AnyForm[]): z.ZodType {
  const [first, ...rest] = forms.map(schemaOfForm);
  return first === undefined ? z.never() : z.discriminatedUnion('kind', [first, ...rest]);
}

/** An endpoint as a profile, a record or a window gives it. Members that its form does not have are dropped. */
export const endpointSchema = schemaOfForms(endpointForms);

/** How connections leave this machine, for one profile. Holds no secret: a proxy's password is kept like a key. */
export const networkSchema = z.object({
  proxy: z.discriminatedUnion('kind', [
    /** As the operating system says; under Node, HTTPS_PROXY and NO_PROXY. */
    z.object({ kind: z.literal('system') }),
    z.object({ kind: z.literal('none') }),
    /** `http://proxy.contoso.com:8080`, without login. */
    z.object({ kind: z.literal('explicit'), url: z.string().min(1).max(500), user: z.string().max(200).optional() }),
  ]),
  /** Trust what the operating system trusts, beside the authorities that come with the runtime. */
  systemCertificates: z.boolean(),
  /** Further authorities, by content: a profile then works wherever it is taken. Certificates are public. */
  extraCa: z.object({ name: z.string().min(1).max(200), pem: z.string().max(500_000) }).nullable(),
});
export type NetworkSettings = z.infer<typeof networkSchema>;
