import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { Service } from '../config/delivery';

/** Builds run on the processor that the tasks run on, so that nothing is emulated. */
export function buildImageFor(architecture: Service['architecture']): codebuild.IBuildImage {
  return architecture === 'arm64'
    ? codebuild.LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0
    : codebuild.LinuxBuildImage.AMAZON_LINUX_2023_5;
}
