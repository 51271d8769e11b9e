package simulator

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"
)

// newGUID is a random GUID (version 4).
func newGUID() string {
	var b [16]byte
	// crypto/rand never fails: if the system has no randomness, it ends the program.
	_, _ = rand.Read(b[:])
	return guid(b)
}

// derivedGUID is the GUID that follows from some text. It is used where two processes
// have to arrive at the same ETag without communicating: the world at its beginning, or
// an operation that ends on schedule.
func derivedGUID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return guid([16]byte(sum[:16]))
}

func guid(b [16]byte) string {
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func isGUID(s string) bool {
	return regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`).MatchString(s)
}

// filler is n characters of base64url that follow from a seed. The certificate and the
// signature in an operation's URL are such filler at their real length, so a client
// that truncates or stores the URL meets the size that Azure uses.
func filler(n int, seed string) string {
	var b strings.Builder
	block := sha256.Sum256([]byte(seed))
	for b.Len() < n {
		b.WriteString(base64.RawURLEncoding.EncodeToString(block[:]))
		block = sha256.Sum256(block[:])
	}
	return b.String()[:n]
}

// Ids are compared without regard to case; these are the keys that the state uses.

func resourceGroupKey(subscription, group string) string {
	return strings.ToLower("/subscriptions/" + subscription + "/resourcegroups/" + group)
}

func clusterKey(subscription, group, name string) string {
	return resourceGroupKey(subscription, group) + "/providers/microsoft.containerservice/managedclusters/" + strings.ToLower(name)
}
