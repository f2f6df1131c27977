import { rule, text } from './rules';

const LETTER_FIRST = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const WORDS = 'a–z, 0–9 and single inner hyphens';

function name(least: number, most: number) {
  return text(`${least}–${most} characters of ${WORDS}, a letter first`, LETTER_FIRST, {
    least,
    most,
    message: 'is not a name',
  });
}

/**
 * Names of CloudFormation stacks start with a letter. A load balancer's name may not start with `internal-`
 * (CreateLoadBalancer) and a parameter's not with `aws` or `ssm` (PutParameter); both start with the delivery's.
 */
export const DELIVERY_NAME = rule<string>(
  `2–12 characters of ${WORDS}, a letter first; not starting with aws, ssm or internal`,
  (value) =>
    typeof value === 'string' &&
    value.length >= 2 &&
    value.length <= 12 &&
    LETTER_FIRST.test(value) &&
    !/^(aws|ssm|internal$|internal-)/.test(value),
  'is not a name',
);

export const ENVIRONMENT_NAME = name(2, 8);
export const SERVICE_NAME = name(2, 16);
export const SIDECAR_NAME = name(2, 32);
/**
 * The role of a pipeline is named for delivery, service and line in 64 characters; the first two and its suffix take
 * 40.
 */
export const LINE_NAME = name(2, 24);

/** The portable characters of POSIX, which every shell and runtime takes. */
export const VARIABLE_NAME = text('letters, digits and _, no digit first', /^[A-Za-z_]\w*$/, {
  most: 255,
  message: 'is not the name of a variable',
});
