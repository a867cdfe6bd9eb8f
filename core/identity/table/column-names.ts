/** Headers by canonical field, folded to letters and digits; English, Chinese, German, French, Spanish. A header equal to one of these is that field. */
const spellings: Readonly<Record<string, string>> = {
  name: 'name fullname displayname contactname contact firstandsurname customer customername clientname personname namefull primarynamefull person 姓名 名字 名称 客户名称 客户 联系人 vollstandigername nombrecompleto nomcomplet',
  orgName:
    'company companyname organization organisation organizationname organisationname org orgname business businessname sitename account accountname accountnm vendor vendorname supplier suppliername merchant restaurant store storename school agency institution employer firm primarynameorg nameorg title productname 公司 公司名称 企业名称 单位名称 单位 企业 机构名称 供应商名称 firma firmenname unternehmen empresa societe raisonsociale',
  alias: 'alias dba tradename tradingas shortname secondarynameorg aka 简称 别名 曾用名',
  legalName: 'legalname registeredname 全称 法定名称',
  givenName: 'givenname firstname fname forename given first primarynamefirst fnamec1 christianname 名 vorname prenom nombre namefirst',
  middleName: 'middlename middle middleinitial mi primarynamemiddle secondname fnamec2 namemiddle',
  familyName: 'familyname lastname lname surname family last primarynamelast lnamec1 nachname nomdefamille nom apellido apellidos 姓 姓氏 namelast',
  secondFamilyName: 'lnamec2 maidenname secondsurname',
  nativeName: 'nativenamefull nativename chinesename localname 中文名 中文姓名',
  birthday: 'dob dateofbirth birthdate birthday born birth datebirth 生日 出生日期 geburtsdatum datedenaissance fechadenacimiento',
  birthYear: 'by birthyear yearofbirth yob',
  birthMonth: 'bm birthmonth monthofbirth',
  birthDay: 'bd birthday2 dayofbirth',
  gender: 'gender sex 性别 geschlecht sexe sexo',
  emails: 'email emailaddress mail emails eaddress workemail personalemail email1 email2 邮箱 电子邮件 电子邮箱 邮件 correo courriel',
  phones:
    'phone phonenumber telephone tel mobile mobilephone cell cellphone workphone homephone contactnumber phoneno phone1 phone2 电话 手机 联系电话 手机号 手机号码 电话号码 telefon telefono mobil handy',
  website: 'website url web homepage domain site webpage www 网站 网址 官网',
  street:
    'street address address1 addressline1 addr addr1 streetaddress mailingaddress streetname addrfull addrline1 address2 addressline2 地址 通讯地址 注册地址 详细地址 strasse adresse direccion calle',
  houseNumber: 'housenumber streetnumber streetno houseno number streetnum hausnummer 门牌号',
  city: 'city town suburb locality municipality addrcity village 城市 市 ort stadt ville ciudad',
  region: 'state province region county addrstate stateprovince 省 省份 bundesland departement provincia',
  postalCode: 'zip zipcode postcode postalcode postal addrpostalcode postcodefake plz codepostal codigopostal 邮编 邮政编码',
  country: 'country countrycode addrcountry nation 国家 land pays pais',
  taxId: 'taxid vat vatnumber vatid taxnumber tin ein abn cnpj uscc lei leinumber taxidnumber 税号 统一社会信用代码 纳税人识别号 信用代码 ustid ustidnr siren siret nif cif',
  identifiers:
    'ssn socsecid ssnnumber nationalid nationalidnumber passport passportnumber driverslicense driverslicensenumber idnumber idcard 身份证 身份证号 证件号码 iban bankaccount accountnumber 账号 银行账号 uen duns nin nhsnumber',
  birthPlace: 'birthplace placeofbirth pob 出生地 籍贯 geburtsort',
  occupation: 'occupation job jobtitle profession 职业 职位 beruf',
};

/** Headers that number rows, hold the truth, say when or who of ours looks after it: never compared. */
const ignored =
  'owner owneremail ownername accountowner contactowner leadowner recordowner assignedto assignee salesrep salesperson accountmanager responsible createdby modifiedby updatedby lastmodifiedby 负责人 所有者 归属人 销售 业务员 客户经理 创建人 修改人 betreuer zustandig verantwortlich erstelltvon proprietaire responsable id recid recordid uniqueid rowid row index key uuid guid cluster clusterid trueid truth label entity entityid goldid group created createdat createddate updated updatedat modified date timestamp source datasource status type category notes note comment description ltableid rtableid fax faxnumber'.split(
    ' ',
  );

const byHeader = new Map<string, string>();
for (const [field, list] of Object.entries(spellings)) for (const spelling of list.split(' ')) byHeader.set(spelling, field);
for (const header of ignored) byHeader.set(header, '');

/** Letters and digits of a header, folded. */
export function foldHeader(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The field a header names; empty for a header that is never compared; undefined for one that is not known. */
export function fieldOfHeader(header: string): string | undefined {
  const folded = foldHeader(header);
  return byHeader.get(folded) ?? byHeader.get(folded.replace(/\d+$/, ''));
}
