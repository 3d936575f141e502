package dev.portolan.bedrock;

import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** Roles, through the optional STS client; loaded only when one is configured. */
final class RoleCredentials {

    private RoleCredentials() {}

    static AwsCredentialsProvider assumed(ConnectionOptions settings, String region, AwsCredentialsProvider base) {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client(settings, region, base))
                .refreshRequest(role -> {
                    role.roleArn(settings.roleArn).roleSessionName(settings.roleSessionName);
                    if (settings.externalId != null) {
                        role.externalId(settings.externalId);
                    }
                })
                .asyncCredentialUpdateEnabled(false)
                .build();
    }

    static AwsCredentialsProvider webIdentity(ConnectionOptions settings, String region) {
        if (settings.roleArn == null || settings.webIdentityTokenFile == null) {
            // Where the platform says so itself, as in a Kubernetes pod with a role.
            return WebIdentityTokenFileCredentialsProvider.create();
        }
        return StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(client(settings, region, AnonymousCredentialsProvider.create()))
                .roleArn(settings.roleArn)
                .roleSessionName(settings.roleSessionName)
                .webIdentityTokenFile(Path.of(settings.webIdentityTokenFile))
                .build();
    }

    private static StsClient client(ConnectionOptions settings, String region, AwsCredentialsProvider base) {
        var builder = StsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(base)
                .region(Region.of(region))
                .fipsEnabled(settings.fips);
        if (settings.stsEndpoint != null) {
            builder.endpointOverride(settings.stsEndpoint);
        }
        return builder.build();
    }
}
