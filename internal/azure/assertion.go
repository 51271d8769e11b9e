package azure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// exchangeAudience is the audience of the tokens that Entra ID exchanges for its own.
const exchangeAudience = "api://AzureADTokenExchange"

// assertions returns the source of the OpenID Connect token: a token given directly, a
// file, or the identity endpoint of a CI system. The file is read again each time
// because its token is renewed.
func assertions(o Options) (func(context.Context) (string, error), error) {
	switch {
	case o.OIDCToken != "":
		return func(context.Context) (string, error) { return o.OIDCToken, nil }, nil
	case o.OIDCTokenFilePath != "":
		return func(context.Context) (string, error) {
			raw, err := os.ReadFile(o.OIDCTokenFilePath)
			if err != nil {
				return "", fmt.Errorf("the OpenID Connect token file cannot be read: %w", err)
			}
			return strings.TrimSpace(string(raw)), nil
		}, nil
	case o.OIDCRequestURL != "" && o.OIDCRequestToken != "":
		return func(ctx context.Context) (string, error) { return requestAssertion(ctx, o) }, nil
	}
	return nil, errors.New("use_oidc is set without a token: set oidc_token (ARM_OIDC_TOKEN), oidc_token_file_path (ARM_OIDC_TOKEN_FILE_PATH), or give a GitHub workflow the permission id-token: write")
}

// requestAssertion asks a CI system for a token the way GitHub's runners provide it: a
// GET with the audience as a query parameter, answered with {"value": token}.
func requestAssertion(ctx context.Context, o Options) (string, error) {
	u, err := url.Parse(o.OIDCRequestURL)
	if err != nil || u.Scheme != "https" {
		return "", errors.New("the URL for OpenID Connect tokens (ARM_OIDC_REQUEST_URL) is not an https URL")
	}
	query := u.Query()
	query.Set("audience", exchangeAudience)
	u.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer "+o.OIDCRequestToken)
	resp, err := (&http.Client{Transport: o.Transport}).Do(req)
	if err != nil {
		return "", fmt.Errorf("the OpenID Connect token cannot be obtained: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return "", fmt.Errorf("the OpenID Connect token cannot be obtained: %w", err)
	}
	var answer struct {
		Value string `json:"value"`
	}
	// The body of a successful answer is a secret, so it is never part of an error.
	if resp.StatusCode != http.StatusOK || json.Unmarshal(raw, &answer) != nil || answer.Value == "" {
		return "", fmt.Errorf("the OpenID Connect token cannot be obtained: the identity endpoint %s answered %s without a token", u.Host, resp.Status)
	}
	return answer.Value, nil
}
