package provider

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const (
	noTemplate     = "Error: Unable to Read OTP Template with data.itniotech_otp_template.test, "
	templateUnseen = " If the list is incomplete, use the id of the template. The data source itniotech_otp_templates lists the ids."
)

// dataBlock is a data source with these lines in it, next to what else a configuration has.
func dataBlock(typeName, name, lines string) string {
	return "data \"" + typeName + "\" \"" + name + "\" {\n" + lines + "\n}\n"
}

// TestCoreTemplateDataSource reads templates by id, by name and by application,
// all by one call, and says which there are where that leads nowhere.
func TestCoreTemplateDataSource(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed).addApp()
	other, spoken := heldTemplate(), heldTemplate()
	other.ID, other.AppID = 20, "another1"
	spoken.ID, spoken.Name, spoken.Text, spoken.Language, spoken.SenderID = 3, "reset, zh", "您的验证码是 ##code##", "CN", new("ACME")
	for _, template := range []simulator.Template{heldTemplate(), other, spoken} {
		w.PutTemplate(template)
	}
	one := func(lines string) string { return w.block() + dataBlock("itniotech_otp_template", "test", lines) }
	const two = `20 "login-en" in the application another1 100 "login-en" in the application mRELxtHc`
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config: one(`id = "20"`) + dataBlock("itniotech_otp_template", "name", `name = "reset, zh"`) +
					dataBlock("itniotech_otp_template", "app", "name = \"login-en\"\napp_id = \"mRELxtHc\"") +
					dataBlock("itniotech_otp_templates", "all", "") + dataBlock("itniotech_otp_templates", "some", "app_id = \"mRELxtHc\"\nname_prefix = \"log\""),
				ConfigPlanChecks: afterPlan(func() {
					w.expectAtMost(t, "the plan", "4 × GET /template/list, 1 × GET /template/details/{templateId}")
				}),
				ConfigStateChecks: append(append(append(
					state("data.itniotech_otp_template.test", "id", "20", "name", "login-en", "app_id", "another1", "code_type", "NUMERIC", "sender_id", nil, "sms_segments", 1),
					state("data.itniotech_otp_template.name", "id", "3", "app_id", "mRELxtHc", "text", "您的验证码是 ##code##", "language", "CN", "sender_id", "ACME", "sms_encoding", "UCS-2")...),
					state("data.itniotech_otp_template.app", "id", "100", "name", "login-en")...),
					state("data.itniotech_otp_templates.some", "app_id", "mRELxtHc", "name_prefix", "log")...),
				Check: resource.ComposeTestCheckFunc(
					checked(func() { w.expectPaths(t, "the apply", "") }),
					resource.TestCheckResourceAttr("data.itniotech_otp_templates.all", "templates.#", "3"),
					resource.TestCheckResourceAttr("data.itniotech_otp_templates.all", "templates.0.id", "3"),
					resource.TestCheckResourceAttr("data.itniotech_otp_templates.all", "templates.2.id", "100"),
					resource.TestCheckResourceAttr("data.itniotech_otp_templates.some", "templates.#", "1"),
					resource.TestCheckResourceAttr("data.itniotech_otp_templates.some", "templates.0.id", "100"),
				),
			},
			{
				Config: one(`name = "login-en"`),
				ExpectError: says(noTemplate + `on terraform_plugin_test.tf line 18, in data "itniotech_otp_template" "test": 18: name = "login-en" ` +
					`The account of the API key in use has 2 OTP templates with the name "login-en": ` + two + " Choose one by its id, or by its app_id together with the name."),
			},
			{
				Config: one(`name = "LOGIN-EN"`),
				ExpectError: says(`The account of the API key in use has no OTP template with the name "LOGIN-EN". Did you mean one of these? ` + two +
					` In this account the provider finds these OTP templates: 3 "reset, zh" in the application mRELxtHc` + templateUnseen),
			},
			{
				Config: one("name = \"reset, zh\"\n  app_id = \"another1\""),
				ExpectError: says(`The account of the API key in use has no OTP template with the name "reset, zh" in the application another1. Did you mean one of these? ` +
					`3 "reset, zh" in the application mRELxtHc In this account the provider finds these OTP templates in the application another1: ` +
					`20 "login-en" in the application another1` + templateUnseen),
			},
			{
				Config: one(`id = "999"`),
				ExpectError: says(noTemplate + `on terraform_plugin_test.tf line 18, in data "itniotech_otp_template" "test": 18: id = "999" ` +
					"The account of the API key in use has no OTP template with the id 999. Check the id, and that api_key and base_url lead to the right account. " +
					`The data source itniotech_otp_templates lists the ids. In this account the provider finds these OTP templates: 3 "reset, zh" in the application mRELxtHc ` + two),
			},
		},
	})
	w.expectWrites(t)
}

// TestCoreTemplateDataSource_unlisted reads by its id what the list lacks.
func TestCoreTemplateDataSource_unlisted(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, func(o *simulator.Options) { o.PageSize = 1 })
	last := heldTemplate()
	last.ID, last.Name = 101, "last"
	w.PutTemplate(heldTemplate())
	w.PutTemplate(last)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config: w.block() + dataBlock("itniotech_otp_template", "test", `id = "101"`),
			ConfigPlanChecks: afterPlan(func() {
				w.expectPaths(t, "the plan", "1 × GET /template/details/{templateId}")
			}),
			ConfigStateChecks: state("data.itniotech_otp_template.test", "name", "last"),
		}},
	})
}

// TestCoreDataSource_ownWrites reads what the same run has written.
func TestCoreDataSource_ownWrites(t *testing.T) {
	t.Parallel()
	const owner = "\nresource \"itniotech_otp_template\" \"owner\" {\n  app_id = itniotech_otp_app.test.id\n  name = \"owner\"\n  text = \"##code##\"\n}\n"
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		typeName := "itniotech_otp_" + s.name
		config := func(name string) string {
			after := "depends_on = [" + s.address + "]"
			text := s.config(w)
			if s.name == "app" {
				text += owner
				after = "depends_on = [" + s.address + ", itniotech_otp_template.owner]"
			}
			text = strings.Replace(text, strconv.Quote(s.objectName), strconv.Quote(name), 1) + dataBlock(typeName, "name", fmt.Sprintf("name = %q\n%s", name, after))
			if s.isListed() {
				text += dataBlock(typeName+"s", "all", fmt.Sprintf("name_prefix = %q\n%s", name, after))
			}
			return text
		}
		same := func(address, attribute string) resource.TestCheckFunc {
			return resource.TestCheckResourceAttrPair(address, attribute, s.address, "id")
		}
		expect := same("data."+typeName+".name", "id")
		if s.isListed() {
			expect = resource.ComposeTestCheckFunc(expect, same("data."+typeName+"s.all", s.name+"s.0.id"), resource.TestCheckResourceAttr("data."+typeName+"s.all", s.name+"s.#", "1"))
		}
		lists := func() {
			if got := strings.Count(w.paths(), "/list"); got != 1 {
				t.Errorf("calls of an apply: %s, want those of one list", w.paths())
			}
		}
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config(s.objectName), ConfigPlanChecks: afterPlan(w.ResetRequests), Check: resource.ComposeTestCheckFunc(expect, checked(lists))},
				{Config: config("renamed"), ConfigPlanChecks: afterPlan(w.ResetRequests), Check: expect},
			},
		})
	}, listed)
}
