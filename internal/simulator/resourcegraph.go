package simulator

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator/query"
)

const resourceGraph namespace = "Microsoft.ResourceGraph"

// graphPage is the maximum number of rows in an answer.
const graphPage = 1000

type graphRequest struct {
	Subscriptions []string `json:"subscriptions"`
	Query         string   `json:"query"`
	Options       struct {
		Top          *int   `json:"$top"`
		Skip         int    `json:"$skip"`
		SkipToken    string `json:"$skipToken"`
		ResultFormat string `json:"resultFormat"`
	} `json:"options"`
}

type graphBody struct {
	TotalRecords    int         `json:"totalRecords"`
	Count           int         `json:"count"`
	Data            []query.Row `json:"data"`
	Facets          []any       `json:"facets"`
	ResultTruncated string      `json:"resultTruncated"`
	SkipToken       string      `json:"$skipToken,omitempty"`
}

// queryGraph answers a query over the resources of several subscriptions: resources,
// including the clusters with their pools in properties.agentPoolProfiles, and
// resourcecontainers, which are the subscriptions and resource groups.
//
// The answer has a $skipToken if there is more. If the query projects the id away, it
// cannot be continued, and the answer is marked as truncated.
func queryGraph(c *call) answer {
	var sent graphRequest
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return c.badQuery("InvalidRequestContent", "The request content was invalid: "+err.Error())
	}
	if sent.Options.ResultFormat != "" && !strings.EqualFold(sent.Options.ResultFormat, "objectArray") {
		return c.badQuery("NotSupportedBySimulator", "The simulator only answers in the format objectArray.")
	}
	asked, err := query.ParseKusto(sent.Query)
	if err != nil {
		return c.badQuery("ParserFailure", err.Error())
	}
	tables, err := c.graphTables(sent.Subscriptions, asked)
	if err != nil {
		return c.badQuery("InvalidRequestContent", err.Error())
	}
	rows := asked.Rows(tables)
	from := sent.Options.Skip
	if sent.Options.SkipToken != "" {
		text, err := base64.StdEncoding.DecodeString(sent.Options.SkipToken)
		number, numberErr := strconv.Atoi(string(text))
		if errors.Join(err, numberErr) != nil {
			return c.badQuery("InvalidSkipToken", "The skip token is not one of this service.")
		}
		from = number
	}
	top := graphPage
	if sent.Options.Top != nil {
		top = min(max(1, *sent.Options.Top), graphPage)
	}
	from = min(max(from, 0), len(rows))
	to := min(from+top, len(rows))
	body := graphBody{TotalRecords: len(rows), Count: to - from, Data: rows[from:to], Facets: []any{}, ResultTruncated: "false"}
	if to < len(rows) {
		if _, hasID := rows[from]["id"]; hasID {
			body.SkipToken = base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(to)))
		} else {
			body.ResultTruncated = "true"
		}
	}
	return ok(body)
}

// badQuery is the service's error: its code is generic, and its details contain the
// cause.
func (c *call) badQuery(code, why string) answer {
	details := []ErrorDetail{
		{Code: "InvalidQuery", Message: "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying."},
		{Code: code, Message: why},
	}
	return answer{status: http.StatusBadRequest, body: wrappedError{ErrorDetail{
		Code: "BadRequest",
		Message: fmt.Sprintf("Please provide below info when asking for support: timestamp = %s, correlationId = %s.",
			c.now.UTC().Format(time.RFC3339Nano), orText(c.request.Header.Get("X-Ms-Correlation-Request-Id"), newGUID())),
		Details: details,
	}}}
}
