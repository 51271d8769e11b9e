package azure

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// credentialOf is the credential that the options select. It reads no file and sends no
// request before the first request to ARM, so a plan that sends none needs no login.
func credentialOf(o Options, base policy.ClientOptions) azcore.TokenCredential {
	switch {
	case o.Credential != nil:
		return &credential{get: func() (azcore.TokenCredential, error) { return o.Credential, nil }}
	case o.Anonymous:
		return anonymous{}
	}
	return &credential{get: sync.OnceValues(func() (azcore.TokenCredential, error) { return chosen(o, base) })}
}

// chosen creates the most explicit credential that the options configure.
func chosen(o Options, base policy.ClientOptions) (azcore.TokenCredential, error) {
	discovery := o.DisableInstanceDiscovery
	switch {
	case o.ClientCertificatePath != "":
		return certificate(o, base)
	case o.ClientSecret != "":
		if err := o.needs("client_secret"); err != nil {
			return nil, err
		}
		return azidentity.NewClientSecretCredential(o.TenantID, o.ClientID, o.ClientSecret,
			&azidentity.ClientSecretCredentialOptions{ClientOptions: base, DisableInstanceDiscovery: discovery})
	case isTrue(o.UseOIDC), o.UseOIDC == nil && (o.OIDCToken != "" || o.OIDCTokenFilePath != ""):
		if err := o.needs("use_oidc"); err != nil {
			return nil, err
		}
		source, err := assertions(o)
		if err != nil {
			return nil, err
		}
		return azidentity.NewClientAssertionCredential(o.TenantID, o.ClientID, source,
			&azidentity.ClientAssertionCredentialOptions{ClientOptions: base, DisableInstanceDiscovery: discovery})
	case isTrue(o.UseMSI):
		return azidentity.NewManagedIdentityCredential(managed(o, base))
	case isTrue(o.UseCLI):
		return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: o.TenantID})
	case isFalse(o.UseCLI), isFalse(o.UseMSI):
		return withoutSome(o, base)
	}
	return azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{
		ClientOptions: base, TenantID: o.TenantID, DisableInstanceDiscovery: discovery})
}

// withoutSome is the default chain without the credentials that the options forbid.
func withoutSome(o Options, base policy.ClientOptions) (azcore.TokenCredential, error) {
	var chain []azcore.TokenCredential
	add := func(c azcore.TokenCredential, err error) {
		if err == nil { // a credential that is not configured here is not part of the chain
			chain = append(chain, c)
		}
	}
	env, err := azidentity.NewEnvironmentCredential(&azidentity.EnvironmentCredentialOptions{ClientOptions: base, DisableInstanceDiscovery: o.DisableInstanceDiscovery})
	add(env, err)
	workload, err := azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
		ClientOptions: base, TenantID: o.TenantID, ClientID: o.ClientID, DisableInstanceDiscovery: o.DisableInstanceDiscovery})
	add(workload, err)
	if !isFalse(o.UseMSI) {
		identity, err := azidentity.NewManagedIdentityCredential(managed(o, base))
		add(identity, err)
	}
	if !isFalse(o.UseCLI) {
		cli, err := azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: o.TenantID})
		add(cli, err)
	}
	if len(chain) == 0 {
		return nil, errors.New("no login method is left: use_cli and use_msi are false, and no client secret, certificate or OpenID Connect token is set")
	}
	return azidentity.NewChainedTokenCredential(chain, nil)
}

func managed(o Options, base policy.ClientOptions) *azidentity.ManagedIdentityCredentialOptions {
	out := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: base}
	if o.ClientID != "" {
		out.ID = azidentity.ClientID(o.ClientID)
	}
	return out
}

func certificate(o Options, base policy.ClientOptions) (azcore.TokenCredential, error) {
	if err := o.needs("client_certificate_path"); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(o.ClientCertificatePath)
	if err != nil {
		return nil, fmt.Errorf("the client certificate cannot be read: %w", err)
	}
	certs, key, err := azidentity.ParseCertificates(raw, []byte(o.ClientCertificatePassword))
	if err != nil {
		return nil, fmt.Errorf("the client certificate %s is neither PEM nor PKCS#12, or its password is wrong: %w", o.ClientCertificatePath, err)
	}
	return azidentity.NewClientCertificateCredential(o.TenantID, o.ClientID, certs, key,
		&azidentity.ClientCertificateCredentialOptions{ClientOptions: base, DisableInstanceDiscovery: o.DisableInstanceDiscovery})
}

// needs checks the options that every credential of a service principal needs.
func (o Options) needs(with string) error {
	if o.TenantID == "" || o.ClientID == "" {
		return fmt.Errorf("%s is set but tenant_id (ARM_TENANT_ID) or client_id (ARM_CLIENT_ID) is not; a service principal needs both", with)
	}
	return nil
}

func isTrue(b *bool) bool  { return b != nil && *b }
func isFalse(b *bool) bool { return b != nil && !*b }

// credential marks every failure to get a token as a login error, so that it is not
// reported as an error of ARM.
type credential struct {
	get func() (azcore.TokenCredential, error)
}

func (c *credential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	inner, err := c.get()
	if err != nil {
		return azcore.AccessToken{}, &loginError{err}
	}
	token, err := inner.GetToken(ctx, options)
	if err != nil && ctx.Err() == nil {
		err = &loginError{err}
	}
	return token, err
}

// anonymous is the credential for the embedded simulator, which accepts any token.
type anonymous struct{}

func (anonymous) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "simulated", ExpiresOn: time.Now().Add(24 * time.Hour)}, nil
}
