import type * as config from '../config/delivery';
import { EcsPlatform } from './ecs-platform';
import { EksPlatform } from './eks-platform';
import type { Platform, PlatformProps } from './platform';

const PLATFORMS: Readonly<Record<config.Platform, new (props: PlatformProps) => Platform>> = {
  ecs: EcsPlatform,
  eks: EksPlatform,
};

/** The platform of a service in an environment. */
export function platformFor(props: PlatformProps): Platform {
  return new PLATFORMS[props.service.platform](props);
}
