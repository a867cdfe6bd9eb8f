const workspace = `# A small workspace: customers of a CRM and of a billing system, kept the same on both sides.
#   syncline check     tells every mistake in this file, with its line
#   syncline up        starts everything and prints what the first sync did

workspace: my-company     # the boundary of data, roles and keys
zone: Europe/Zurich       # schedules and dates without a zone are read in it
country: CH               # national telephone numbers are read in it

connections:
  crm:                    # the name that policies and routes use
    connector: file       # a folder of files; see docs/connectors
    config:
      folder: data/crm    # beside this file
      streams:
        customers: { files: customers.csv, key: Id, writable: true }
    streams:
      customers:
        mapping: crm/customers        # the document in mappings/crm/customers.yaml
        schedule: '*/5 * * * *'       # cron: every five minutes

  billing:
    connector: file
    config:
      folder: data/billing
      streams:
        accounts: { files: accounts.csv, key: No, writable: true }
    # Secrets are named here and never written out; "syncline secret set BILLING_PASSWORD" asks for the value:
    # secrets: { password: BILLING_PASSWORD }
    streams:
      accounts: { mapping: billing/accounts }

routes:
  customers-to-billing:   # every customer of the CRM exists in billing
    type: organization
    from: [crm]
    to: billing.accounts
    golive: automatic     # manual: look first, then "syncline release customers-to-billing"
    onSourceDelete: keep  # keep | archive | delete
  accounts-to-crm:        # what billing knows better goes back; nothing is created
    type: organization
    to: crm.customers
    create: false
    golive: automatic

policies:
  organization:
    default: latest       # the latest edit wins, field by field
    fields:
      taxId: { owner: billing }       # unless one system owns the field
      name: { rank: [crm, billing] }  # or several do, strongest first
`;

const crmMapping = `# How the CRM's export corresponds to an organization. Check it: syncline map test mappings/crm/customers.yaml
name: crm/customers
type: organization
connector: file
stream: customers

fields:
  name: Company
  taxId: Tax id
  emails: { path: E-mail, split: [';', ','] }
  phones: Phone
  city: City
  country: Country

examples:
  - given: { Id: C-1, Company: ' Nordwind AG ', E-mail: 'Info@Nordwind.example', Phone: 044 668 18 00, Country: Schweiz }
    expect: { name: Nordwind AG, emails: [info@nordwind.example], country: CH }
`;

const billingMapping = `# How an account of the billing system corresponds to an organization.
name: billing/accounts
type: organization
connector: file
stream: accounts

fields:
  name: Name
  taxId: VAT
  emails: { path: Mail, split: [';'] }
  phones: Telephone
  city: Town
  country: Country
`;

const crm = `Id,Company,Tax id,E-mail,Phone,City,Country
C-1,Nordwind AG,,info@nordwind.example,044 668 18 00,Zürich,CH
C-2,上海晨光贸易有限公司,,sales@chenguang.example,+86 21 6321 8888,上海,CN
C-3,Alpine Tools GmbH,,office@alpine-tools.example,+43 1 514 44,Wien,AT
`;

const billing = `No,Name,VAT,Mail,Telephone,Town,Country
7001,NORDWIND AG,CHE-109.322.551,info@nordwind.example,+41 44 668 18 00,Zürich,CH
`;

/** Files of a new workspace by path. It runs as it is: the first sync joins one customer of both systems and creates two in billing. */
export const templateFiles: Readonly<Record<string, string>> = {
  'syncline.yaml': workspace,
  'mappings/crm/customers.yaml': crmMapping,
  'mappings/billing/accounts.yaml': billingMapping,
  'data/crm/customers.csv': crm,
  'data/billing/accounts.csv': billing,
  '.gitignore': '# the store, its keys and tokens\n.syncline/\n',
};
